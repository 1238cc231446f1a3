"""`flask purge`"""

from datetime import datetime

import click
from flask.cli import with_appcontext

from app import clock
from app.purge import service
from app.web.moments import Moment


@click.command("purge")
@click.option("--now", type=Moment(), default=None, help="Act as if it were this moment.")
@with_appcontext
def purge(now: datetime | None) -> None:
    """Destroy the personal data of every event whose purge date has come."""
    for slug in service.purge_due(now=now or clock.now()):
        click.echo(f"{slug}: keys destroyed, people deleted, event archived.")

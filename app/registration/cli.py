"""`flask registration …`"""

from datetime import datetime

import click
from flask.cli import AppGroup

from app import clock
from app.registration.service import holds
from app.web.moments import Moment

cli = AppGroup("registration", help="Sign-ups.")


@cli.command("expire")
@click.option("--now", type=Moment(), default=None, help="Act as if it were this moment.")
def expire(now: datetime | None) -> None:
    """Give back the seats of sign-ups that nobody confirmed in time."""
    ended = holds.expire_pending(now=now or clock.now())
    click.echo(f"{ended} sign-ups ended; their seats are free again.")

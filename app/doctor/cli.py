"""`flask doctor`"""

import sys

import click
from flask.cli import with_appcontext

from app import clock
from app.doctor import checks


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Check the whole installation, and say what to do about what is wrong."""
    trouble = 0
    for name, finding in checks.run_all(clock.now()):
        trouble += not finding.ok
        mark = click.style("ok  ", fg="green") if finding.ok else click.style("!!  ", fg="red")
        click.echo(f"{mark}{name:<13}{finding.says}")
    if trouble:
        click.echo(f"{trouble} to look after; docs/operations.md says more.", err=True)
        sys.exit(1)

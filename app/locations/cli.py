"""The command group `flask locations`."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app import clock
from app.events.queries import find_event
from app.locations.importing import import_file
from app.web.csv_reading import BadFile

FAULTS_SHOWN = 10

cli = AppGroup("locations", help="Where people watch.")


@cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--event", "slug", required=True, help="The event's name in addresses.")
def import_(file: Path, slug: str) -> None:
    """Add the locations of a CSV file, or bring them up to date; print their public ids."""
    event = find_event(slug)
    if event is None:
        raise click.ClickException(f"There is no event {slug!r}.")
    try:
        public_ids = import_file(event=event, content=file.read_bytes(), now=clock.now())
    except BadFile as fault:
        raise click.ClickException(f"Nothing imported from {file}: {_told(fault)}") from None
    for public_id in public_ids:
        click.echo(public_id)


def _told(fault: BadFile) -> str:
    shown = "; ".join(map(str, fault.faults[:FAULTS_SHOWN]))
    more = len(fault.faults) - FAULTS_SHOWN
    return f"{shown}; and {more} more" if more > 0 else shown

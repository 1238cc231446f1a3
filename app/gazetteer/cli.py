"""The command group `flask gazetteer`."""

import sys

import click
from flask.cli import AppGroup

from app.gazetteer import service

cli = AppGroup("gazetteer", help="The world's cities, from GeoNames (CC BY 4.0).")


@cli.command("load")
def load() -> None:
    """Load the shipped cities, in place of those loaded before."""
    click.echo("Loading the world's cities")
    try:
        count = _load_with_bar() if sys.stdout.isatty() else _load_with_lines()
    except (OSError, ValueError) as fault:
        raise click.ClickException(f"The file of cities cannot be used: {fault}") from fault
    click.echo(f"{count} cities loaded")


def _load_with_bar() -> int:
    with click.progressbar(length=100, show_eta=False) as bar:
        return service.load_cities(
            progress=lambda done, total: bar.update(100 * done // total - bar.pos)
        )


def _load_with_lines() -> int:
    quarters_said = 0

    def say(done: int, total: int) -> None:
        nonlocal quarters_said
        quarters = 4 * done // total
        if quarters > quarters_said:
            quarters_said = quarters
            click.echo(f"{25 * quarters} % of {total} rows")

    return service.load_cities(progress=say)

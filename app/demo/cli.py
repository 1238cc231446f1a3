"""`flask demo …`"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup

from app import clock
from app.demo import service
from app.demo.errors import DemoExists
from app.demo.prepare import prepare
from app.vault.errors import KeyMissing

cli = AppGroup("demo", help="A made-up summit with made-up people, to look around in.")
COUNT = click.IntRange(min=0)


@cli.command("load")
@click.option("--locations", type=COUNT, default=300, show_default=True, help="Halls and homes.")
@click.option("--registrations", type=COUNT, default=1_000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
def load(locations: int, registrations: int, seed: int) -> None:
    """Make the demo event with places in many countries and people in many scripts."""
    size = service.Size(locations=locations, registrations=registrations, seed=seed)
    try:
        _load(size)
    except DemoExists:
        raise click.ClickException(
            "The demo is here already. It is kept; load it into an empty database."
        ) from None
    except KeyMissing as missing:
        raise click.ClickException(
            f"{missing} is missing. Run `flask keys create` first."
        ) from None


@cli.command("prepare", hidden=True)
@click.option("--owner-file", type=click.Path(path_type=Path), required=True)
@click.option("--large", is_flag=True, help="30,000 locations and 100,000 registrations.")
def prepare_to_run(owner_file: Path, large: bool) -> None:
    """Bring a development installation up: keys, tables, demo and organizer (`make run`)."""
    size = service.Size(30_000, 100_000) if large else service.Size()
    prepare(owner_file=owner_file, size=size, load=_load, say=click.echo)


def _load(size: service.Size) -> None:
    with _progress("Loading the world's cities") as tell:
        service.load_cities_when_missing(tell)
    with _progress("Loading the demo") as tell:
        service.load(size=size, now=clock.now(), progress=tell)
    click.echo(
        f"The demo is loaded: {size.locations} locations and an online one for every country, "
        f"{size.registrations} registrations."
    )


@contextmanager
def _progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, a line for each quarter elsewhere."""
    if sys.stdout.isatty():
        with click.progressbar(length=100, label=label, show_eta=False) as bar:
            yield lambda done, total: bar.update(100 * done // max(total, 1) - bar.pos)
        return
    said = 0

    def say(done: int, total: int) -> None:
        nonlocal said
        quarters = 4 * done // max(total, 1)
        if quarters > said:
            said = quarters
            click.echo(f"{label}: {25 * quarters} %")

    yield say

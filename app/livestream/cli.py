"""`flask livestream …`"""

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app import clock
from app.livestream import gate
from app.livestream.counter import Counter, Lines
from app.livestream.watcher import Watcher
from app.web.signals import stop_on_signal

COUNT_EVERY = 1
"""Seconds."""

cli = AppGroup("livestream", help="The broadcast and its sources.")


@cli.command("watch")
def watch() -> None:
    """Watch the sources, and switch to the next one when one stands still, until stopped."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if gate.tickets(app) is None:
        raise click.ClickException("There is no stream to watch: MEDIA_SECRET is not set.")
    with stop_on_signal() as stop:
        Watcher(app, clock=clock.now, stop=stop).run()


@cli.command("count")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, writable=True, path_type=Path))
def count(file: Path) -> None:
    """Count who watches, from the lines that nginx adds to FILE, until stopped.

    What was read is cut off from the file.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    counter: Counter | None = app.extensions["presence"]
    if counter is None:
        raise click.ClickException("There is no stream to watch: MEDIA_SECRET is not set.")
    with Lines(file) as lines, stop_on_signal() as stop:
        while not stop.is_set():
            found = lines.read()
            counter.hear_lines(found)
            with app.app_context():
                counter.close(clock.now())
            if not found:
                stop.wait(COUNT_EVERY)

"""`flask livestream …`"""

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app import clock
from app.livestream import gate
from app.livestream.watcher import Watcher
from app.web.signals import stop_on_signal

cli = AppGroup("livestream", help="The broadcast and its sources.")


@cli.command("watch")
def watch() -> None:
    """Watch the sources, and switch to the next one when one stands still, until stopped."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if gate.find_watcher_pass(clock.now()) is None:
        raise click.ClickException("There is no stream to watch: MEDIA_SECRET is not set.")
    with stop_on_signal() as stop:
        Watcher(app, clock=clock.now, stop=stop).run()

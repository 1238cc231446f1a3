"""`flask assets …`"""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.web.asset_fetch import FetchFailed, fetch_assets

cli = AppGroup("assets", help="Style sheets, fonts and the outline of the land.")


@cli.command("fetch")
def fetch() -> None:
    """Fetch the font and the land, and compress our own files."""
    root = Path(current_app.config["ROOT"])
    try:
        names = fetch_assets(root, Path(current_app.instance_path) / "npm")
    except FetchFailed as fault:
        click.echo(
            f"Not fetched: {fault} The site works without; the map then shows only lights.",
            err=True,
        )
    else:
        click.echo(f"Fetched {', '.join(names)}.")

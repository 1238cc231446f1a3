"""`flask keys …`"""

import click
from flask.cli import AppGroup

from app.vault.errors import KeysExist
from app.vault.service import current_vault

cli = AppGroup("keys", help="Keys of the installation.")


@cli.command("create")
def create() -> None:
    """Make the keys of the event and the mailer, and show the recovery key once."""
    try:
        recovery_key = current_vault().files.create()
    except KeysExist:
        raise click.ClickException(
            "There are keys already. They are kept: new ones could not open what is stored."
        ) from None
    click.echo("Keys made. Print this recovery key and lock it away; it is not shown again:")
    click.echo()
    click.echo(f"    {recovery_key}")
    click.echo()
    click.echo("With it, `flask organizer recover EMAIL` opens the names again")
    click.echo("should every organizer's password be lost.")

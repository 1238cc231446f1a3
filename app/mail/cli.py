"""`flask mail …`"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from app import clock
from app.mail import bounces, planning, queries, service, signing
from app.mail.delivery import Deliverer
from app.mail.errors import RelayUnreachable
from app.mail.models import OutboxState
from app.vault.errors import KeyMissing
from app.vault.keyfiles import MAILER
from app.vault.service import Opener, current_vault
from app.web.signals import stop_on_signal

cli = AppGroup("mail", help="Letters that are owed, and the mailer that delivers them.")


@cli.command("deliver")
@click.option("--once", is_flag=True, help="Deliver what is due now, then exit.")
def deliver(once: bool) -> None:
    """Hand letters to the mail relay, until stopped."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        signing.load_key(app)
    except OSError as error:
        raise click.ClickException(f"MAIL_DKIM_KEY_FILE: {error.strerror}.") from None
    with stop_on_signal() as stop:
        deliverer = Deliverer(app, _opener(), clock=clock.now, stop=stop)
        if not once:
            planner = planning.keep_planning(app, clock=clock.now, stop=stop)
            deliverer.run()
            planner.join()
            return
        planning.plan_once(app, now=clock.now())
        try:
            deliverer.run_once()
        except RelayUnreachable as error:
            raise click.ClickException(f"Letters wait: {error}.") from None
        except SQLAlchemyError as error:
            raise click.ClickException(
                f"Letters wait: the database does not answer ({type(error).__name__})."
            ) from None
    outcomes = deliverer.outcomes
    click.echo(
        f"{outcomes['sent']} sent, {outcomes['later']} to try again later, "
        f"{outcomes['failed']} failed, {outcomes['suppressed']} suppressed."
    )


@cli.command("status")
def status() -> None:
    """How many letters are in each state, and since when the oldest waits."""
    for state, number in queries.count_by_state().items():
        if number or state != OutboxState.HELD:
            click.echo(f"{state:<11}{number:>8}")
    oldest = queries.find_oldest_due(clock.now())
    click.echo(f"oldest due since {oldest.isoformat(timespec='seconds')}" if oldest else "none due")
    for reason, number in queries.count_reasons():
        click.echo(f"{number:>8} × {reason}")


@cli.command("retry")
def retry() -> None:
    """Owe the letters that failed anew."""
    number = service.retry_failed(actor="operator", now=clock.now())
    click.echo(f"{number} letters will be tried again.")


@cli.command("bounce")
@click.option(
    "--maildir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Read every new message of a Maildir instead, and mark it as seen.",
)
def bounce(maildir: Path | None) -> None:
    """Read a letter that came back, from standard input."""
    try:
        verdicts = Counter(bounces.take(raw, now=clock.now()) for raw in _messages(maildir))
    except SQLAlchemyError as error:
        click.echo(f"The database does not answer ({type(error).__name__}).", err=True)
        # The mail server that pipes it here keeps it, and tries again.
        sys.exit(os.EX_TEMPFAIL)
    told = (f"{number} {verdict}" for verdict, number in sorted(verdicts.items()))
    click.echo(", ".join(told) or "nothing new")


def _messages(maildir: Path | None) -> Iterator[bytes]:
    if maildir is None:
        yield sys.stdin.buffer.read(bounces.MOST_BYTES)
        return
    for path in sorted((maildir / "new").iterdir()):
        with path.open("rb") as file:
            yield file.read(bounces.MOST_BYTES)
        # Only now, so that one which a crash kept from being acted on is read again.
        path.rename(maildir / "cur" / f"{path.name}:2,S")


def _opener() -> Opener:
    """The mailer's; no other command and no web process reads its key."""
    try:
        return Opener(MAILER, current_vault().files.mailer_private_key())
    except KeyMissing:
        raise click.ClickException(
            "The mailer's private key is missing; `flask keys create` makes it."
        ) from None
    except PermissionError:
        raise click.ClickException(
            "This user may not read the mailer's private key (MAILER_KEY_FILE)."
        ) from None

"""`flask organizer …`"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup

from app import clock
from app.events.errors import EventNotFound
from app.gazetteer.queries import has_region
from app.gazetteer.scopes import read_entry
from app.staff import rules, service
from app.staff.errors import AddressTaken, OrganizerNotFound, WeakPassword
from app.staff.models import StaffRole
from app.vault.errors import KeyMissing, WrongRecoveryKey

cli = AppGroup("organizer", help="Accounts of the people who run the event.")

ROLES = click.Choice([role.value for role in StaffRole])
FAULTS: dict[type[Exception], str] = {
    AddressTaken: "There is an account with this address. `flask organizer recover` reopens it.",
    EventNotFound: "There is no such event, or its data is deleted.",
    OrganizerNotFound: "No account that may read names has this address.",
    WeakPassword: f"The password needs at least {rules.MIN_PASSWORD} characters.",
    WrongRecoveryKey: "This recovery key is not the right one, or was mistyped.",
}


@cli.command("create")
@click.argument("email")
@click.option("--role", type=ROLES, default=StaffRole.OWNER.value, show_default=True)
@click.option(
    "--scope", multiple=True, metavar="COUNTRY", help="DE, or DE/Bavaria; may be repeated."
)
@click.option("--event", metavar="SLUG", default="", help="Works for this event alone.")
@click.option("--recovery-key", "by_recovery_key", is_flag=True, help="Ask for it; opens names.")
def create(
    email: str, role: str, scope: tuple[str, ...], event: str, by_recovery_key: bool
) -> None:
    """Make an account. The password is asked for, or read from stdin.

    Without a terminal stdin holds one line each: the recovery key where
    --recovery-key is given, then the password.
    """
    _check_address(email)
    _check_scope(role, scope)
    recovery_key = (
        _ask("Recovery key", lambda: click.prompt("Recovery key")) if by_recovery_key else None
    )
    account = service.NewAccount(
        email=email, password=_ask_password(), role=StaffRole(role), scope=scope, event=event
    )
    with _told_plainly():
        holds_key = service.create(account=account, recovery_key=recovery_key, now=clock.now())
    click.echo(f"Made an account with the role {role}.")
    if not holds_key and rules.may(role, rules.KEY_HOLD):
        click.echo("It opens no names yet: an owner gives it the key on the team page.")


@cli.command("recover")
@click.argument("email")
def recover(email: str) -> None:
    """Give an account a new password and the event's key, by the recovery key on paper.

    Without a terminal stdin holds two lines: the recovery key, then the password.
    """
    recovery_key = _ask("Recovery key", lambda: click.prompt("Recovery key"))
    password = _ask_password()
    with _told_plainly():
        service.recover(email=email, password=password, recovery_key=recovery_key, now=clock.now())
    click.echo("The account has its new password and opens the names. All its sessions ended.")


def _ask_password() -> str:
    return _ask(
        "Password",
        lambda: click.prompt("Password", hide_input=True, confirmation_prompt=True),
    )


def _ask(what: str, prompt: Callable[[], str]) -> str:
    """One answer: typed at a terminal, else the next line of stdin."""
    if sys.stdin.isatty():
        return prompt()
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise click.ClickException(f"{what}: nothing on stdin.")
    return line


def _check_address(email: str) -> None:
    local, at, domain = email.strip().rpartition("@")
    if not (local and at and domain) or any(c.isspace() for c in email.strip()):
        raise click.ClickException("This is not a mail address.")


def _check_scope(role: str, scope: tuple[str, ...]) -> None:
    for code, region in map(read_entry, scope):
        if len(code) != 2 or not (code.isascii() and code.isalpha()):
            raise click.ClickException("--scope takes a country's two letters, such as DE.")
        if region and not has_region(code.upper(), region):
            raise click.ClickException(f"We know no region called {region} there, in English.")
    if scope and role not in rules.MAY_BE_BOUND:
        raise click.ClickException("--scope is for the roles coordinator and approver.")


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Turn what went wrong into one line and exit status 1."""
    try:
        yield
    except tuple(FAULTS) as fault:
        raise click.ClickException(FAULTS[type(fault)]) from None
    except KeyMissing as missing:
        raise click.ClickException(
            f"{missing} is missing. Run `flask keys create` first."
        ) from None

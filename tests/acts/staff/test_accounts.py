"""Making accounts, bringing them back, and the commands for both."""

from datetime import datetime

import pytest
from flask import Flask

from app.database import db
from app.registration.models import Registration
from app.staff import queries, service
from app.staff.accounts import address_index
from app.staff.errors import (
    AddressTaken,
    OrganizerNotFound,
    SignInRefused,
    WeakPassword,
)
from app.staff.models import Organizer, StaffRole
from app.vault.errors import WrongRecoveryKey
from app.vault.service import current_vault
from tests.acts.staff.people import PASSWORD, can_sign_in, name_read_by, person
from tests.factories import make_organizer


def new(email: str, role: StaffRole = StaffRole.OWNER, **more: object) -> service.NewAccount:
    return service.NewAccount(email, PASSWORD, role, **more)  # type: ignore[arg-type]


def find(email: str) -> Organizer:
    found = queries.find_by_address(address_index(email))
    assert found is not None
    return found


def test_the_first_organizer_takes_the_key_and_its_file_is_gone(
    app: Flask, anns: Registration, now: datetime
) -> None:
    assert service.create(account=new("omar@example.org"), now=now)
    assert current_vault().files.take_unclaimed_key(1) is None
    assert name_read_by(person("omar@example.org", now), anns) == "Ann"


def test_the_address_is_stored_sealed_only(app: Flask, now: datetime) -> None:
    service.create(account=new("Omar@Example.org"), now=now)
    row = find("omar@example.org")
    stored = b"".join(
        value if isinstance(value, bytes) else str(value).encode()
        for value in (getattr(row, column.key) for column in Organizer.__table__.columns)
    )
    assert b"omar@" not in stored.lower()


def test_a_viewer_made_first_leaves_the_key_to_the_next(app: Flask, now: datetime) -> None:
    assert not service.create(account=new("vera@example.org", StaffRole.VIEWER), now=now)
    assert current_vault().files.take_unclaimed_key(1) is not None
    assert service.create(account=new("omar@example.org"), now=now)


def test_a_later_account_holds_no_key_unless_by_the_recovery_key(
    app: Flask, anns: Registration, now: datetime, recovery_key: str
) -> None:
    service.create(account=new("omar@example.org"), now=now)
    assert not service.create(account=new("maya@example.org"), now=now)
    assert person("maya@example.org", now).opener(1) is None
    assert service.create(account=new("noor@example.org"), recovery_key=recovery_key, now=now)
    assert name_read_by(person("noor@example.org", now), anns) == "Ann"


def test_an_address_has_one_account(app: Flask, now: datetime) -> None:
    make_organizer(email="omar@example.org")
    with pytest.raises(AddressTaken):
        service.create(account=new("OMAR@example.org"), now=now)


def test_a_refused_account_leaves_the_key_where_it_was(app: Flask, now: datetime) -> None:
    with pytest.raises(WeakPassword):
        service.create(
            account=service.NewAccount("omar@example.org", "short", StaffRole.OWNER), now=now
        )
    assert current_vault().files.take_unclaimed_key(1) is not None


def test_the_recovery_key_brings_an_account_back(
    app: Flask, anns: Registration, now: datetime, recovery_key: str
) -> None:
    make_organizer(email="omar@example.org", password="a password that was lost")
    before = person("omar@example.org", now, "a password that was lost")
    service.recover(
        email="omar@example.org", password=PASSWORD, recovery_key=recovery_key.lower(), now=now
    )
    after = person("omar@example.org", now)
    assert name_read_by(after, anns) == "Ann"
    assert after.private_key != before.private_key
    with pytest.raises(SignInRefused):
        service.sign_in(email="omar@example.org", password="a password that was lost", now=now)


def test_a_wrong_recovery_key_changes_nothing(app: Flask, now: datetime, recovery_key: str) -> None:
    make_organizer(email="omar@example.org")
    mistyped = ("B" if recovery_key[0] == "A" else "A") + recovery_key[1:]
    for wrong in (mistyped, "", "not a key at all"):
        with pytest.raises(WrongRecoveryKey):
            service.recover(
                email="omar@example.org",
                password="another long password",
                recovery_key=wrong,
                now=now,
            )
    assert can_sign_in("omar@example.org", now)


def test_nobody_is_recovered_who_is_not_there(app: Flask, now: datetime, recovery_key: str) -> None:
    make_organizer(email="vera@example.org", role=StaffRole.VIEWER)
    for email in ("eve@example.org", "vera@example.org"):
        with pytest.raises(OrganizerNotFound):
            service.recover(email=email, password=PASSWORD, recovery_key=recovery_key, now=now)


def test_the_command_makes_accounts_from_stdin(app: Flask, recovery_key: str) -> None:
    run = app.test_cli_runner().invoke
    create = ["organizer", "create"]
    first = run(args=[*create, "omar@example.org"], input=f"{PASSWORD}\n")
    assert (first.exit_code, first.output) == (0, "Made an account with the role owner.\n")
    again = run(args=[*create, "omar@example.org"], input=f"{PASSWORD}\n")
    assert again.exit_code == 1
    assert "There is an account with this address." in again.output
    second = run(args=[*create, "maya@example.org", "--role", "manager"], input=f"{PASSWORD}\n")
    assert second.exit_code == 0
    assert "an owner gives it the key on the team page" in second.output
    third = run(
        args=[
            *create,
            "noor@example.org",
            "--role",
            "coordinator",
            "--scope",
            "de",
            "--scope",
            "IR",
            "--recovery-key",
        ],
        input=f"{recovery_key}\n{PASSWORD}\n",
    )
    assert (third.exit_code, third.output) == (0, "Made an account with the role coordinator.\n")
    assert find("noor@example.org").scope == ["DE", "IR"]


@pytest.mark.parametrize(
    ("arguments", "typed", "told"),
    [
        (["omar@example.org"], "short\n", "at least 12 characters"),
        (["omar@example.org"], "", "nothing on stdin"),
        (["omar"], f"{PASSWORD}\n", "not a mail address"),
        (["omar@example.org", "--scope", "DE"], f"{PASSWORD}\n", "--scope is for the role"),
        (["omar@example.org", "--role", "coordinator", "--scope", "Germany"], "", "two letters"),
        (["omar@example.org", "--recovery-key"], f"AAAA\n{PASSWORD}\n", "not the right one"),
    ],
)
def test_the_command_says_what_is_wrong_in_one_line(
    app: Flask, arguments: list[str], typed: str, told: str
) -> None:
    answer = app.test_cli_runner().invoke(args=["organizer", "create", *arguments], input=typed)
    assert answer.exit_code == 1
    assert told in answer.output
    assert answer.output.count("\n") == 1
    assert db.session.get(Organizer, 1) is None


def test_the_command_recovers_an_account(
    app: Flask, anns: Registration, now: datetime, recovery_key: str
) -> None:
    make_organizer(email="omar@example.org", password="a password that was lost")
    answer = app.test_cli_runner().invoke(
        args=["organizer", "recover", "omar@example.org"], input=f"{recovery_key}\n{PASSWORD}\n"
    )
    assert answer.exit_code == 0, answer.output
    assert name_read_by(person("omar@example.org", now), anns) == "Ann"

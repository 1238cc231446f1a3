"""What `make run` needs before it can start, in one process: each start costs a second."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flask_migrate import upgrade

from app import clock
from app.demo import service
from app.staff import service as staff
from app.staff.errors import AddressTaken
from app.staff.models import StaffRole
from app.staff.rules import FIRST_KEY_ID
from app.vault.errors import KeysExist
from app.vault.service import current_vault

OWNER = "owner@demo.example"


@dataclass(frozen=True)
class Owner:
    """The demo's organizer, as kept in a file that only the developer can read."""

    email: str
    password: str
    recovery_key: str = ""
    """Empty where the keys were made by hand, and the key is on paper."""


def prepare(
    *,
    owner_file: Path,
    size: service.Size,
    load: Callable[[service.Size], None],
    say: Callable[[str], None],
) -> None:
    """Make what is missing of keys, tables, demo and its organizer; keep what is there."""
    recovery_key = _make_keys(say)
    owner = _read(owner_file) or _write(owner_file, recovery_key)
    upgrade()
    if service.is_empty():
        load(size)
    _make_account(owner)


def _make_keys(say: Callable[[str], None]) -> str:
    try:
        recovery_key = current_vault().files.create()
    except KeysExist:
        return ""
    say("Keys made. With this recovery key the names can be opened should every password be lost:")
    say(f"\n    {recovery_key}\n")
    return recovery_key


def _make_account(owner: Owner) -> None:
    """Make the account; after a new database its key has to come from the recovery key."""
    account = staff.NewAccount(owner.email, owner.password, StaffRole.OWNER)
    waits = current_vault().files.unclaimed_key_file(FIRST_KEY_ID).exists()
    with suppress(AddressTaken):
        staff.create(
            account=account,
            recovery_key=None if waits else owner.recovery_key or None,
            now=clock.now(),
        )


def _read(path: Path) -> Owner | None:
    return Owner(*path.read_text(encoding="utf-8").splitlines()) if path.exists() else None


def _write(path: Path, recovery_key: str) -> Owner:
    """Choose a password. It is written before the account is made, so that it cannot be lost."""
    owner = Owner(OWNER, "-".join(secrets.token_hex(2) for _ in range(4)), recovery_key)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"{owner.email}\n{owner.password}\n{owner.recovery_key}\n")
    return owner

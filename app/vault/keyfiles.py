"""Key files: what lies where, and who may read it.

`KEYS_DIR` is for the web processes: the index key, the public keys, and for each event
key a shredding key and a recovery file. Beside `MAILER_KEY_FILE`, out of their reach,
lie the mailer's private key and, until the first organizer takes it, the event's.
Database backups must not include either folder: destroying these files is what makes
purged data unreadable in old backups as well.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from app.vault import rules
from app.vault.errors import (
    BoxDoesNotOpen,
    KeyMissing,
    KeysExist,
    KeysReadOnly,
    WrongRecoveryKey,
)

MAILER = "mailer"
RECOVERY = "event private key by recovery key"


def event_audience(key_id: int) -> str:
    """The organizers of an event."""
    return f"event-{key_id}"


def mailer_audience(key_id: int) -> str:
    """The mailer, for what belongs to an event and must end with it."""
    return f"{MAILER}-{key_id}"


def shredded_with(audience: str) -> int | None:
    """The event key at whose end this audience can open nothing any more."""
    number = audience.rpartition("-")[2]
    return int(number) if number.isdecimal() else None


class NewEventKey(NamedTuple):
    """A new event's private key, and the recovery key to be printed."""

    key_id: int
    private: bytes
    recovery_key: str


@dataclass
class KeyFiles:
    """The two folders of one installation."""

    keys_dir: Path
    mailer_key_file: Path

    @cached_property
    def index_key(self) -> bytes:
        """The key of every blind index."""
        return _read(self.keys_dir / "index.key")

    def public_key(self, audience: str) -> bytes:
        """What rows for this audience are sealed to.

        :raises KeyMissing: when `flask keys create` has not run
        """
        name = MAILER if audience.startswith(MAILER) else audience
        return _read(self.keys_dir / f"{name}.public")

    def mailer_private_key(self) -> bytes:
        """Only the mailer's process may be able to read this."""
        return _read(self.mailer_key_file)

    def shred_key(self, key_id: int) -> bytes:
        """A layer inside everything that is sealed for an event; destroyed at the purge."""
        return _read(self.keys_dir / f"event-{key_id}.shred")

    def unclaimed_key_file(self, key_id: int) -> Path:
        """Where the event's private key waits for the first organizer."""
        return self.mailer_key_file.parent / f"event-{key_id}.unclaimed"

    def create(self, key_id: int = 1) -> str:
        """Make the keys of a new installation, or new event keys after a purge.

        :returns: the recovery key, to be shown once and printed on paper
        :raises KeysExist: when the event has keys, or some of the installation's are lost
        """
        installation = self._installation_keys()
        secret = os.urandom(rules.RECOVERY_BYTES)
        event = self._event_keys(key_id, secret)
        there = sum(path.exists() for path in installation)
        if there not in (0, len(installation)) or any(path.exists() for path in event):
            raise KeysExist
        for path, content in (event if there else {**installation, **event}).items():
            _write_private(path, content)
        return rules.show_recovery_key(secret)

    def create_event_key(self, key_id: int) -> NewEventKey:
        """Make the keys of one more event, for an organizer who takes the private one at once.

        :raises KeysExist: there are keys of this number
        :raises KeysReadOnly: this process may not write to the folder
        """
        secret = os.urandom(rules.RECOVERY_BYTES)
        made = self._event_keys(key_id, secret)
        private = made.pop(self.unclaimed_key_file(key_id))
        try:
            for path, content in made.items():
                _write_private(path, content)
                # The web server makes these, and the mailer's user reads them by its group.
                path.chmod(0o600 | (self.keys_dir.stat().st_mode & 0o040))
        except FileExistsError as error:
            raise KeysExist from error
        except OSError as error:
            self.destroy_event_keys(key_id)
            raise KeysReadOnly from error
        return NewEventKey(key_id, private, rules.show_recovery_key(secret))

    def event_key_ids(self) -> set[int]:
        """The numbers of all event keys that lie in the folder."""
        numbers = (path.stem.removeprefix("event-") for path in self.keys_dir.glob("event-*.*"))
        return {int(number) for number in numbers if number.isdecimal()}

    def _installation_keys(self) -> dict[Path, bytes]:
        mailer = rules.generate_key_pair()
        return {
            self.keys_dir / "index.key": os.urandom(32),
            self.keys_dir / "mailer.public": mailer.public,
            self.mailer_key_file: mailer.private,
        }

    def _event_keys(self, key_id: int, secret: bytes) -> dict[Path, bytes]:
        event = rules.generate_key_pair()
        recovery = rules.encrypt(
            rules.derive_key(secret, RECOVERY), event.private, purpose=RECOVERY
        )
        return {
            self.keys_dir / f"event-{key_id}.public": event.public,
            self.keys_dir / f"event-{key_id}.shred": os.urandom(32),
            self.keys_dir / f"event-{key_id}.recovery": recovery,
            self.unclaimed_key_file(key_id): event.private,
        }

    def take_unclaimed_key(self, key_id: int) -> bytes | None:
        """The event's private key if nobody holds it yet, else None."""
        path = self.unclaimed_key_file(key_id)
        return path.read_bytes() if path.exists() else None

    def destroy_unclaimed_key(self, key_id: int) -> None:
        """Once an organizer holds the key, no file does."""
        _destroy(self.unclaimed_key_file(key_id))

    def destroy_event_keys(self, key_id: int) -> None:
        """From here on nobody can open what was sealed for the event, in no backup either."""
        with suppress(PermissionError):  # the folder beside the mailer's key is closed to the web
            self.destroy_unclaimed_key(key_id)
        for kind in ("shred", "recovery", "public"):
            _destroy(self.keys_dir / f"event-{key_id}.{kind}")

    def recover(self, key_id: int, recovery_key: str) -> bytes:
        """The event's private key, by the recovery key on paper.

        :raises WrongRecoveryKey: mistyped, or not the one of this event key
        """
        secret = rules.read_recovery_key(recovery_key)
        sealed = _read(self.keys_dir / f"event-{key_id}.recovery")
        try:
            return rules.decrypt(rules.derive_key(secret, RECOVERY), sealed, purpose=RECOVERY)
        except BoxDoesNotOpen as error:
            raise WrongRecoveryKey from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise KeyMissing(path.name) from error


def _write_private(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _destroy(path: Path) -> None:
    if not path.exists():
        return
    # The purge may remove, and not write, what the web server made.
    with suppress(PermissionError), path.open("r+b") as file:
        file.write(os.urandom(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()

"""Sealing what a web process must store and cannot read, and opening it with a private key."""

import os
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app
from sqlalchemy import update

from app.database import transaction
from app.vault import keyfiles, queries, rules
from app.vault.errors import BoxDoesNotOpen
from app.vault.keyfiles import KeyFiles
from app.vault.models import SealedKey

MAX_AGE = timedelta(minutes=15)
MAX_ROWS = 1000
REWRAP = "data keys of an event"


@dataclass
class DataKey:
    """A data key in use. It lives in this process's memory and nowhere else."""

    id: bytes
    cipher: AESGCM
    made_at: datetime
    rows: int = 0

    def is_spent(self, now: datetime) -> bool:
        return self.rows >= MAX_ROWS or not self.made_at <= now < self.made_at + MAX_AGE


class Vault:
    """One installation's keys, and the data keys that this process seals with."""

    def __init__(self, files: KeyFiles) -> None:
        self.files = files
        self._data_keys: dict[str, DataKey] = {}
        self._lock = threading.Lock()
        os.register_at_fork(after_in_child=self.forget)

    def forget(self) -> None:
        """Drop the data keys; the next row makes new ones."""
        self._lock = threading.Lock()
        self._data_keys = {}

    def seal(
        self, audience: str, values: Mapping[str, Any], *, bound_to: str, now: datetime
    ) -> bytes:
        """A box that only the audience can open, and only where it is bound to.

        Call it before the act's transaction: it may have to store a new data key, and
        must not seal under one that is rolled back.
        """
        with self._lock:
            key = self._data_keys.get(audience)
            if key is None or key.is_spent(now):
                key = self._data_keys[audience] = self._new_data_key(audience, now)
            key.rows += 1
        return rules.seal_row(key.id, key.cipher, values, bound_to)

    def index(self, scope: str, value: str) -> bytes:
        """The blind index of a value within a scope such as `address:1`."""
        return rules.blind_index(self.files.index_key, scope, value)

    def wrap(self, audience: str, secret: bytes) -> bytes:
        """Put the event's shredding layer around a secret, where the audience has one."""
        event = keyfiles.shredded_with(audience)
        if event is None:
            return secret
        return rules.encrypt(self.files.shred_key(event), secret, purpose=audience)

    def unwrap(self, audience: str, wrapped: bytes) -> bytes:
        """Undo `wrap`.

        :raises KeyMissing: after the purge
        """
        event = keyfiles.shredded_with(audience)
        if event is None:
            return wrapped
        return rules.decrypt(self.files.shred_key(event), wrapped, purpose=audience)

    def _new_data_key(self, audience: str, now: datetime) -> DataKey:
        key_id, secret = os.urandom(8), os.urandom(rules.DATA_KEY_BYTES)
        sealed = rules.seal_to(
            self.files.public_key(audience),
            self.wrap(audience, secret),
            purpose=_purpose(audience, key_id),
        )
        hour = now.replace(minute=0, second=0, microsecond=0)
        with transaction() as session:
            session.add(SealedKey(id=key_id, audience=audience, sealed=sealed, created_at=hour))
        return DataKey(key_id, AESGCM(secret), now)


class Opener:
    """Opens the boxes of one audience. Whoever holds its private key can make one."""

    def __init__(self, audience: str, private_key: bytes) -> None:
        self.audience = audience
        self._private_key = private_key
        self._rewrap_key = rules.derive_key(private_key, REWRAP)
        self._ciphers: dict[bytes, AESGCM] = {}

    def prepare(self, boxes: Iterable[bytes]) -> None:
        """Open the data keys of these boxes with one statement, ahead of opening each."""
        missing = {rules.data_key_id(box) for box in boxes} - self._ciphers.keys()
        if missing:
            for row in queries.sealed_keys(missing):
                self._ciphers[row.id] = AESGCM(self._data_key(row))

    def open(self, box: bytes, bound_to: str) -> dict[str, Any]:
        """The values inside a box.

        :raises BoxDoesNotOpen: altered, moved, or sealed to another audience
        """
        key_id = rules.data_key_id(box)
        if key_id not in self._ciphers:
            self.prepare([box])
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise BoxDoesNotOpen(bound_to)
        return rules.open_row(cipher, box, bound_to)

    def rewrap(self) -> None:
        """Put new data keys under the event's symmetric key, so that opening stays cheap."""
        rows = queries.sealed_keys_to_rewrap(self.audience)
        if not rows:
            return
        wrapped = [
            {
                "id": row.id,
                "rewrapped": rules.encrypt(
                    self._rewrap_key, self._wrapped(row), purpose=_purpose(row.audience, row.id)
                ),
            }
            for row in rows
        ]
        with transaction() as session:
            session.execute(update(SealedKey), wrapped)

    def _data_key(self, row: SealedKey) -> bytes:
        return current_vault().unwrap(row.audience, self._wrapped(row))

    def _wrapped(self, row: SealedKey) -> bytes:
        purpose = _purpose(row.audience, row.id)
        if row.audience != self.audience and not row.audience.startswith(f"{self.audience}-"):
            raise BoxDoesNotOpen(purpose)
        if row.rewrapped is not None:
            return rules.decrypt(self._rewrap_key, row.rewrapped, purpose=purpose)
        return rules.open_with(self._private_key, row.sealed, purpose=purpose)


def _purpose(audience: str, key_id: bytes) -> str:
    return f"data key {audience} {key_id.hex()}"


def init_app(app: Flask, files: KeyFiles) -> None:
    """Give the application its vault."""
    app.extensions["vault"] = Vault(files)


def current_vault() -> Vault:
    """The vault of the running application."""
    vault: Vault = current_app.extensions["vault"]
    return vault

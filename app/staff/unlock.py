"""From a password to the event's private key, on plain bytes.

password -> Argon2id -> the account's own private key -> a grant -> a layer that the
purge destroys -> the event's private key. Nothing here reads a file, a table or the clock.
"""

import json
import os
from typing import NamedTuple

from argon2.low_level import Type, hash_secret_raw

from app.vault import rules as sealing

SALT_BYTES = 16
COOKIE_KEY_BYTES = 32
TIME_COST, MEMORY_KIB, LANES = 3, 64 * 1024, 1


class OwnKeys(NamedTuple):
    """An account's key pair, the private half locked by its password."""

    public: bytes
    locked: bytes
    salt: bytes


class Unlocked(NamedTuple):
    """What a sign-in keeps: the account's own private key, and the address as it was typed."""

    private_key: bytes
    label: str


def make_own_keys(secret: bytes, holder: bytes) -> OwnKeys:
    """A new key pair for an account; `secret` comes from its password."""
    pair = sealing.generate_key_pair()
    return lock(secret, holder, pair.public, pair.private)


def lock(secret: bytes, holder: bytes, public: bytes, private: bytes) -> OwnKeys:
    """Lock an account's private key with a password's secret, under a new salt."""
    salt = os.urandom(SALT_BYTES)
    return OwnKeys(
        public,
        sealing.encrypt(_stretch(secret, salt), private, purpose=_own(holder)),
        salt,
    )


def unlock(secret: bytes, holder: bytes, locked: bytes, salt: bytes) -> bytes:
    """The account's private key.

    :raises BoxDoesNotOpen: the secret of another password
    """
    return sealing.decrypt(_stretch(secret, salt), locked, purpose=_own(holder))


def seal_grant(
    event_key: bytes, *, key_id: int, shred_key: bytes, public_key: bytes, holder: bytes
) -> bytes:
    """The event's private key for one account, inside the layer that the purge destroys."""
    layer = sealing.encrypt(shred_key, event_key, purpose=_event(key_id))
    return sealing.seal_to(public_key, layer, purpose=_grant(key_id, holder))


def open_grant(
    sealed: bytes, *, key_id: int, shred_key: bytes, private_key: bytes, holder: bytes
) -> bytes:
    """The event's private key out of a grant.

    :raises BoxDoesNotOpen: made for another account, or the layer was destroyed
    """
    layer = sealing.open_with(private_key, sealed, purpose=_grant(key_id, holder))
    return sealing.decrypt(shred_key, layer, purpose=_event(key_id))


def seal_to_self(public_key: bytes, text: str, *, what: str, holder: bytes) -> bytes:
    """A text that only this account reads again, once its password has opened its key."""
    padded = sealing.pad(text.encode())
    return sealing.seal_to(public_key, padded, purpose=_mine(what, holder))


def open_own(private_key: bytes, sealed: bytes, *, what: str, holder: bytes) -> str:
    """Undo `seal_to_self`.

    :raises BoxDoesNotOpen: sealed to another key, or as something else
    """
    padded = sealing.open_with(private_key, sealed, purpose=_mine(what, holder))
    return padded.rstrip(b"\0").decode()


def keep(unlocked: Unlocked, cookie_key: bytes, session_id: object) -> bytes:
    """What a session's row holds: noise without the key in its cookie."""
    text = json.dumps({"key": unlocked.private_key.hex(), "label": unlocked.label})
    return sealing.encrypt(cookie_key, sealing.pad(text.encode()), purpose=_session(session_id))


def take_up(kept: bytes, cookie_key: bytes, session_id: object) -> Unlocked:
    """Undo `keep`.

    :raises BoxDoesNotOpen: another session's cookie
    """
    text = sealing.decrypt(cookie_key, kept, purpose=_session(session_id))
    values = json.loads(text.rstrip(b"\0"))
    return Unlocked(bytes.fromhex(values["key"]), values["label"])


def _stretch(secret: bytes, salt: bytes) -> bytes:
    return hash_secret_raw(secret, salt, TIME_COST, MEMORY_KIB, LANES, 32, Type.ID)


def _own(holder: bytes) -> str:
    return f"own key of {holder.hex()}"


def _grant(key_id: int, holder: bytes) -> str:
    return f"grant of event key {key_id} to {holder.hex()}"


def _event(key_id: int) -> str:
    return f"event private key {key_id}"


def _mine(what: str, holder: bytes) -> str:
    return f"{what} of {holder.hex()}"


def _session(session_id: object) -> str:
    return f"organizer session {session_id}"

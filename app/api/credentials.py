"""From a token's secret to what it proves and opens, on plain bytes.

The secret has 256 random bits, so nothing needs to be stretched. One derivation proves the
token; another gives the key pair to which the event's private key is sealed, as it is to an
organizer's. The database holds the proof and the box: neither leads back to the secret.
"""

import hmac
from typing import NamedTuple

from app.staff import unlock
from app.vault import rules as sealing
from app.vault.keyfiles import KeyFiles

PROOF = "proof of an API token"
KEYS = "keys of an API token"


class EventKey(NamedTuple):
    """An event's private key and its number."""

    key_id: int
    private: bytes


def proof_of(secret: str) -> bytes:
    """What the database keeps to know a token by."""
    return sealing.derive_key(secret.encode(), PROOF)


def proves(secret: str, proof: bytes) -> bool:
    """Whether a secret is the one of this proof; takes the same time either way."""
    return hmac.compare_digest(proof_of(secret), proof)


def seal_event_key(key: EventKey, *, token_id: str, secret: str, files: KeyFiles) -> bytes:
    """The event's private key for a token, inside the layer that the purge destroys.

    :raises KeyMissing: after the purge
    """
    return unlock.seal_grant(
        key.private,
        key_id=key.key_id,
        shred_key=files.shred_key(key.key_id),
        public_key=sealing.key_pair_from(secret.encode(), KEYS).public,
        holder=_holder(token_id),
    )


def open_event_key(
    box: bytes, *, key_id: int, token_id: str, secret: str, files: KeyFiles
) -> bytes:
    """Undo `seal_event_key`.

    :raises BoxDoesNotOpen: with the secret of another token
    :raises KeyMissing: after the purge
    """
    return unlock.open_grant(
        box,
        key_id=key_id,
        shred_key=files.shred_key(key_id),
        private_key=sealing.key_pair_from(secret.encode(), KEYS).private,
        holder=_holder(token_id),
    )


def _holder(token_id: str) -> bytes:
    return f"token {token_id}".encode()

"""Sealing and opening on plain bytes. Nothing here reads a file, a table or the clock.

Public-key sealing is HPKE (RFC 9180) with the hybrid post-quantum KEM ML-KEM-768 +
X25519, HKDF-SHA256 and AES-256-GCM. Rows are sealed with AES-256-GCM under a data key.
"""

import base64
import hashlib
import hmac
import json
import os
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.vault.errors import BoxDoesNotOpen, WrongRecoveryKey

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
MLKEM_PUBLIC, MLKEM_SEED = 1184, 64
DATA_KEY_BYTES = 32
DATA_KEY_ID = slice(1, 9)
NONCE = slice(9, 21)
FORMAT = b"\x01"
SIZES = (128, 256, 512, 1024, 2048, 4096, 8192)
RECOVERY_BYTES = 20


class KeyPair(NamedTuple):
    """A hybrid key pair as raw bytes, the ML-KEM half first."""

    private: bytes
    public: bytes


def generate_key_pair() -> KeyPair:
    """A new key pair: 96 bytes of private key, 1,216 of public key."""
    kem, curve = MLKEM768PrivateKey.generate(), X25519PrivateKey.generate()
    return KeyPair(
        kem.private_bytes_raw() + curve.private_bytes_raw(),
        kem.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw(),
    )


def key_pair_from(secret: bytes, purpose: str) -> KeyPair:
    """The one key pair that a secret gives for a purpose (HKDF-SHA256, RFC 5869)."""
    seed = HKDF(algorithm=SHA256(), length=MLKEM_SEED + 32, salt=None, info=purpose.encode())
    private = seed.derive(secret)
    kem = MLKEM768PrivateKey.from_seed_bytes(private[:MLKEM_SEED])
    curve = X25519PrivateKey.from_private_bytes(private[MLKEM_SEED:])
    public = kem.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
    return KeyPair(private, public)


def seal_to(public_key: bytes, plaintext: bytes, *, purpose: str) -> bytes:
    """Seal to whoever holds the private key; `purpose` must be the same when opening."""
    key = MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(public_key[:MLKEM_PUBLIC]),
        X25519PublicKey.from_public_bytes(public_key[MLKEM_PUBLIC:]),
    )
    return SUITE.encrypt(plaintext, key, info=purpose.encode())


def open_with(private_key: bytes, sealed: bytes, *, purpose: str) -> bytes:
    """Open what `seal_to` sealed.

    :raises BoxDoesNotOpen: for another key, another purpose or altered bytes
    """
    key = MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(private_key[:MLKEM_SEED]),
        X25519PrivateKey.from_private_bytes(private_key[MLKEM_SEED:]),
    )
    try:
        return SUITE.decrypt(sealed, key, info=purpose.encode())
    except (InvalidTag, ValueError) as error:
        raise BoxDoesNotOpen(purpose) from error


def binding(table: str, column: str, event_id: int | None, row_id: object) -> str:
    """The one place where a box may stand; it opens nowhere else."""
    return f"{table}.{column}:{event_id or 0}:{row_id}"


def seal_row(key_id: bytes, cipher: AESGCM, values: Mapping[str, Any], bound_to: str) -> bytes:
    """One row's values as a box: format, data key id, nonce, ciphertext."""
    nonce = os.urandom(12)
    head = FORMAT + key_id
    plaintext = pad(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode())
    return head + nonce + cipher.encrypt(nonce, plaintext, head + bound_to.encode())


def open_row(cipher: AESGCM, box: bytes, bound_to: str) -> dict[str, Any]:
    """The values inside a box.

    :raises BoxDoesNotOpen: when the box was altered or moved from another row
    """
    nonce, head = box[NONCE], box[: NONCE.start]
    try:
        plaintext = cipher.decrypt(nonce, box[NONCE.stop :], head + bound_to.encode())
    except InvalidTag as error:
        raise BoxDoesNotOpen(bound_to) from error
    values: dict[str, Any] = json.loads(plaintext.rstrip(b"\0").decode())
    return values


def data_key_id(box: bytes) -> bytes:
    """Which data key opens this box."""
    return box[DATA_KEY_ID]


def pad(plaintext: bytes) -> bytes:
    """Fill up to one of a few sizes, so that a box's length tells nothing of its content.

    JSON holds no NUL, so the filling can be told from the text.
    """
    size = next((s for s in SIZES if s >= len(plaintext)), None)
    return plaintext.ljust(size or -(-len(plaintext) // SIZES[-1]) * SIZES[-1], b"\0")


def encrypt(key: bytes, plaintext: bytes, *, purpose: str) -> bytes:
    """AES-256-GCM under a key that both sides hold; a fresh nonce in front."""
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, purpose.encode())


def decrypt(key: bytes, sealed: bytes, *, purpose: str) -> bytes:
    """Undo `encrypt`.

    :raises BoxDoesNotOpen: for another key, another purpose or altered bytes
    """
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], purpose.encode())
    except (InvalidTag, ValueError) as error:
        raise BoxDoesNotOpen(purpose) from error


def derive_key(secret: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose out of a secret (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret)


def blind_index(index_key: bytes, scope: str, value: str) -> bytes:
    """32 bytes that are the same for the same value, and mean nothing without the key."""
    return hmac.digest(index_key, f"{scope}\0{value}".encode(), hashlib.sha256)


def normalise_address(address: str) -> str:
    """The form under which two spellings of one mail address are the same."""
    return unicodedata.normalize("NFKC", address.strip()).casefold()


def mailbox_of(address: str) -> str:
    """The mailbox behind an address: without dots and plus-tags, which many providers ignore.

    Only the daily cap uses it, where taking two mailboxes for one does little harm.
    """
    local, _, domain = normalise_address(address).rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"


def show_recovery_key(secret: bytes) -> str:
    """A recovery secret as people write it: groups of four, with a checksum at the end."""
    text = base64.b32encode(secret + _checksum(secret)).decode().rstrip("=")
    return "-".join(text[i : i + 4] for i in range(0, len(text), 4))


def read_recovery_key(text: str) -> bytes:
    """The secret behind what somebody typed; case, spaces and dashes do not matter.

    :raises WrongRecoveryKey: when the checksum says that it was mistyped
    """
    letters = "".join(c for c in text.upper() if c.isalnum()).replace("0", "O").replace("1", "I")
    letters = letters.replace("8", "B")
    try:
        raw = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError as error:
        raise WrongRecoveryKey from error
    secret, check = raw[:RECOVERY_BYTES], raw[RECOVERY_BYTES:]
    if not hmac.compare_digest(_checksum(secret), check):
        raise WrongRecoveryKey
    return secret


def _checksum(secret: bytes) -> bytes:
    return hashlib.sha256(b"recovery" + secret).digest()[:5]

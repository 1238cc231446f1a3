"""Personal links: opaque, authentic, and revocable by the version they carry.

AES-SIV (RFC 5297) both hides and authenticates, needs no nonce, and is short: a link
tells nobody which row it opens or when that was made.

A link may carry a secret behind its token: a key that this server does not keep, and has
only while somebody uses the link.
"""

import base64
import binascii
import uuid
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, current_app

LENGTH = 46
SECRET_BYTES, SECRET_LENGTH = 16, 22


class BadToken(Exception):
    """The link was cut, altered, or made by another installation."""


class Opened(NamedTuple):
    """What a link points to."""

    id: uuid.UUID
    version: int


def init_app(app: Flask, secret_key: str) -> None:
    """Derive the key of all links from the installation's secret."""
    derive = HKDF(algorithm=SHA512(), length=64, salt=None, info=b"personal links")
    app.extensions["tokens"] = AESSIV(derive.derive(secret_key.encode()))


def make_token(purpose: str, row_id: uuid.UUID, version: int) -> str:
    """46 characters for a path, good for one purpose such as `registration`."""
    content = row_id.bytes + version.to_bytes(2, "big")
    sealed = _cipher().encrypt(content, [purpose.encode()])
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def read_token(purpose: str, token: str) -> Opened:
    """What a token points to.

    :raises BadToken: for anything that `make_token` did not make for this purpose
    """
    if len(token) not in (LENGTH, LENGTH + SECRET_LENGTH):
        raise BadToken
    try:
        sealed = base64.b64decode(token[:LENGTH] + "==", altchars=b"-_", validate=True)
        content = _cipher().decrypt(sealed, [purpose.encode()])
    except (binascii.Error, ValueError, InvalidTag) as error:
        raise BadToken from error
    return Opened(uuid.UUID(bytes=content[:16]), int.from_bytes(content[16:], "big"))


def with_secret(token: str, secret: bytes | None) -> str:
    """The token with a secret of 16 bytes behind it; the token alone where there is none."""
    if secret is None:
        return token
    return token + base64.urlsafe_b64encode(secret).rstrip(b"=").decode()


def secret_of(token: str) -> bytes | None:
    """The secret that a link carries, or None."""
    try:
        secret = base64.b64decode(token[LENGTH:] + "==", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return secret if len(secret) == SECRET_BYTES else None


def _cipher() -> AESSIV:
    cipher: AESSIV = current_app.extensions["tokens"]
    return cipher

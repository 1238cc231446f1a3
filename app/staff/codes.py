"""Codes of a second factor, on plain values: from an app (RFC 6238), or from paper.

The arithmetic is libpass's, as in Flask-Security's own two-factor. Nothing here reads a
file, a table or the clock.
"""

import os
import secrets
import unicodedata
from datetime import datetime

from passlib.exc import TokenError
from passlib.totp import TOTP

SECRET_BYTES = 20
DRIFT = 30
"""Seconds by which a telephone's clock may be wrong."""
DIGITS = 6
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""None that is taken for another."""
PAPER_CODES, PAPER_LENGTH = 10, 10


def new_secret() -> bytes:
    """160 random bits, which the app and the server share."""
    return os.urandom(SECRET_BYTES)


def step_of(secret: bytes, typed: str, *, now: datetime, after: int | None) -> int | None:
    """The step of time to which a typed code belongs; None for a wrong one.

    :param after: the newest step that was used; its code, and older ones, are wrong by now
    """
    try:
        match = _totp(secret).match(typed, time=now, window=DRIFT, last_counter=after)
    except TokenError:
        return None
    return int(match.counter)


def code_at(secret: bytes, moment: datetime) -> str:
    """The code that the app shows at that moment."""
    return str(_totp(secret).generate(moment).token)


def shown(secret: bytes) -> str:
    """The secret as somebody types it into an app: groups of four."""
    return str(_totp(secret).pretty_key(sep=" "))


def read(text: str) -> bytes:
    """Undo `shown`."""
    return bytes(TOTP(key=text.replace(" ", "")).key)


def address_of(secret: bytes, *, account: str, issuer: str) -> str:
    """The otpauth address that a QR code holds."""
    # The form of such addresses has no way to write a colon.
    names = (text.replace(":", " ") for text in (account, issuer))
    return str(_totp(secret).to_uri(*names))


def new_paper_codes() -> list[str]:
    """Ten codes of 49 bits each, as people read them."""
    codes = (
        "".join(secrets.choice(LETTERS) for _ in range(PAPER_LENGTH)) for _ in range(PAPER_CODES)
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def normalise(typed: str) -> str:
    """A code as it is compared: digits of every script, no spaces, no dashes, small letters."""
    kept = (c for c in unicodedata.normalize("NFKC", typed) if c.isalnum())
    return "".join(str(unicodedata.digit(c, c)) for c in kept).lower()


def comes_from_app(code: str) -> bool:
    """Whether a normalised code has the form of an app's, and not of one on paper."""
    return len(code) == DIGITS and code.isdecimal()


def _totp(secret: bytes) -> TOTP:
    return TOTP(key=secret.hex(), format="hex", digits=DIGITS)

"""Decisions about sign-ups, on plain values."""

import base64
import enum
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

CODE_LENGTH = 16
DOOR_LENGTH = 6
# Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O or U to misread.
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RFC4648 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
TO_CROCKFORD = str.maketrans(RFC4648, CROCKFORD)
MISREAD = str.maketrans("ILO", "110")
BROKEN_BYTES = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")
UNREADABLE = "\ufffd\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class RegistrationState(enum.StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


State = RegistrationState
HOLDS_SEATS = frozenset({State.PENDING, State.CONFIRMED})
CAN_CANCEL = frozenset({State.PENDING, State.CONFIRMED, State.WAITLISTED})
CAN_CHANGE = HOLDS_SEATS
CAN_CONFIRM = frozenset({State.PENDING, State.EXPIRED})


class BulkKind(enum.StrEnum):
    """What organizers do to many sign-ups at once."""

    CONFIRM = "confirm"
    CANCEL = "cancel"
    MOVE = "move"
    IMPORT = "import"
    """Not to sign-ups that are there, but from a file."""


TOUCHES = {
    BulkKind.CONFIRM: frozenset({State.PENDING}),
    BulkKind.CANCEL: CAN_CANCEL,
    BulkKind.MOVE: CAN_CHANGE,
}
"""Which sign-ups an act on many changes; it passes by the others."""
MOST_AT_ONCE = 5_000
"""So that people who sign up meanwhile wait no longer than a breath."""
MOST_IMPORTED = 30_000
IMPORT_HOLD = timedelta(days=7)
"""Whoever was signed up from a file did not just fill in a form, and reads mail in their time."""
UNDO_WINDOW = timedelta(minutes=10)
"""Letters of an act on many wait that long, and until then it can be taken back; so can what
somebody cancelled themselves."""


def can_be_undone(undo_until: datetime, undone_at: datetime | None, now: datetime) -> bool:
    """Whether an act on many can still be taken back."""
    return undone_at is None and now < undo_until


FIRMNESS = (State.CONFIRMED, State.PENDING, State.WAITLISTED)


def firmest(states: Iterable[RegistrationState]) -> RegistrationState:
    """The state of the sign-up that stays when several become one."""
    return min(states, key=FIRMNESS.index)


def can_be_taken_back(
    state: State, was_confirmed: bool, ended_at: datetime | None, now: datetime
) -> bool:
    """Whether somebody who was confirmed may still take their cancelling back."""
    if state != State.CANCELLED or not was_confirmed or ended_at is None:
        return False
    return now < ended_at + UNDO_WINDOW


def receipt_code(key: bytes, submission: str) -> str:
    """The receipt code of a form: 80 bits, the same each time the same form is sent."""
    digest = hmac.digest(key, f"receipt\0{submission}".encode(), hashlib.sha256)[:10]
    return base64.b32encode(digest).decode().translate(TO_CROCKFORD)


def door_code(key: bytes, registration: str) -> str:
    """The short code by which a host knows a guest at the door, without a name."""
    return show_code(short_code(key, f"door\0{registration}", DOOR_LENGTH))


def is_shown_at_door(state: RegistrationState, *, is_online: bool) -> bool:
    """Whether a sign-up has a code to show at a door."""
    return state == State.CONFIRMED and not is_online


def short_code(key: bytes, purpose: str, length: int) -> str:
    """Letters and digits that are always the same for one purpose, and tell nothing of it."""
    digest = hmac.digest(key, purpose.encode(), hashlib.sha256)[:10]
    return base64.b32encode(digest).decode().translate(TO_CROCKFORD)[:length]


def show_code(code: str) -> str:
    """A short code as people read it out: two halves."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"


def show_receipt_code(code: str) -> str:
    """A code as people copy it: four groups of four."""
    return "-".join(code[i : i + 4] for i in range(0, CODE_LENGTH, 4))


def read_receipt_code(text: str) -> str | None:
    """The code behind what somebody typed, or None when it cannot be one.

    Case, dashes and spaces do not matter; I and L are read as 1, O as 0, and digits of
    every script are digits.
    """
    return _read_code(text, CODE_LENGTH)


def read_door_code(text: str) -> str | None:
    """As `read_receipt_code`, for the short code of the door; as `door_code` writes it."""
    code = _read_code(text, DOOR_LENGTH)
    return show_code(code) if code else None


def _read_code(text: str, length: int) -> str | None:
    plain = latin_digits(unicodedata.normalize("NFKC", text)).upper()
    letters = "".join(c for c in plain if c.isalnum()).translate(MISREAD)
    fits = len(letters) == length and set(letters) <= set(CROCKFORD)
    return letters if fits else None


def latin_digits(text: str) -> str:
    """A text with the decimal digits of every script (Persian, Arabic, …) as 0 to 9."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def read_party_size(text: str, largest: int) -> int | None:
    """How many people, or None when it is no whole number from 1 to the largest party."""
    digits = latin_digits(text.strip())
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 6:
        return None
    size = int(digits)
    return size if 1 <= size <= largest else None


def is_readable(text: str) -> bool:
    """Whether a text holds no control characters, bidi overrides or broken bytes.

    Werkzeug leaves bytes that are no UTF-8 as they came, such as "%FF".
    """
    return not BROKEN_BYTES.search(text) and not any(
        unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") or c in UNREADABLE for c in text
    )

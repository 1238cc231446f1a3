"""Decisions about offers and hosts, on plain values."""

import re
from datetime import datetime, timedelta
from typing import Final

from app.registration.rules import CROCKFORD, MISREAD, latin_digits, short_code

CHANGED: Final = "location.changed"
MOVED: Final = "location.moved"
CLOSED: Final = "location.closed"
MESSAGE: Final = "location.message"
"""The letters to everybody at a location."""

MESSAGES_A_DAY: Final = 2
"""How many messages a host may send to the guests in one day."""

DIGEST: Final = "host.digest"
"""The letter to a host about new guests."""

DIGEST_EVERY: Final = timedelta(days=1)
SETTLED_AFTER: Final = timedelta(minutes=1)
"""A guest is counted this long after the confirmation: by then it can be seen by everybody."""

LONGEST_MESSAGE: Final = 2_000
MOST_SEATS: Final = 100_000
MOST_SEATS_AT_HOME: Final = 200

DOOR_OPEN_AFTER_THE_END: Final = timedelta(hours=6)
"""A phone at the door forgets it then."""

INVITATION_LENGTH: Final = 10
_NOT_A_CODE = re.compile(r"[\W_]+")


def hosting_is_open(closes_at: datetime, now: datetime, *, published: bool) -> bool:
    """Tell whether the event takes offers: from its publication until sign-up closes."""
    return published and now < closes_at


def door_is_over(ends_at: datetime, now: datetime) -> bool:
    """Tell whether nobody is checked in by phone any more."""
    return now >= ends_at + DOOR_OPEN_AFTER_THE_END


def approvals_needed(*, is_home: bool, home_approvals: int, trusted: bool) -> int:
    """Return how many organizers must approve; a trusted host's offer waits for nobody."""
    if trusted:
        return 0
    return max(1, home_approvals) if is_home else 1


def most_seats(*, is_home: bool) -> int:
    """Return how many seats a location may offer."""
    return MOST_SEATS_AT_HOME if is_home else MOST_SEATS


def invitation_code(key: bytes, public_id: str) -> str:
    """Return the code that opens a location which is not listed: 50 bits, always the same."""
    return short_code(key, f"invitation\0{public_id}", INVITATION_LENGTH)


def read_code(text: str, length: int) -> str | None:
    """The code behind what somebody typed, or None when it cannot be one."""
    plain = _NOT_A_CODE.sub("", latin_digits(text[:80])).upper().translate(MISREAD)
    fits = len(plain) == length and set(plain) <= set(CROCKFORD)
    return plain if fits else None

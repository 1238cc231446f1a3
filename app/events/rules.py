"""Decisions about an event on plain values."""

import enum
import re
from datetime import datetime
from typing import Final

FEWEST_SHOWN: Final = 10
"""A smaller number says more about people than about the event."""

REFERENCE_ZONES: Final = (
    "America/Los_Angeles",
    "America/New_York",
    "Europe/London",
    "Europe/Berlin",
    "Asia/Tehran",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
)
"""From west to east, for readers whose browser cannot tell their own time."""

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


class Phase(enum.StrEnum):
    """What a visitor can do about an event."""

    EARLY = "early"
    OPEN = "open"
    CLOSED = "closed"
    OVER = "over"


def is_slug(text: str) -> bool:
    """Tell whether a text can name an event at all; nothing else reaches the database."""
    return bool(_SLUG.fullmatch(text))


def sign_up_is_open(
    opens_at: datetime, closes_at: datetime, now: datetime, published: bool
) -> bool:
    """Tell whether people may sign up; the closing moment itself is too late."""
    return published and opens_at <= now < closes_at


def phase_of(
    opens_at: datetime, closes_at: datetime, ends_at: datetime, now: datetime, published: bool
) -> Phase:
    """Say where an event stands between its announcement and its end."""
    if not published or now >= ends_at:
        return Phase.OVER
    if now < opens_at:
        return Phase.EARLY
    return Phase.OPEN if now < closes_at else Phase.CLOSED


def shown_count(exact: int) -> int | None:
    """Round a number down for the public: to tens, from a thousand on to hundreds.

    :return: None for a number that is too small to be shown
    """
    if exact < FEWEST_SHOWN:
        return None
    step = 10 if exact < 1000 else 100
    return exact // step * step

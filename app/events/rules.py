"""Decisions about an event on plain values."""

import enum
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

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

TEXT_FIELDS: Final = ("title", "headline", "summary", "body")
ITEM_FIELDS: Final = ("title", "summary")
LONGEST_KEPT: Final = timedelta(days=366)
"""Until the purge date after the end: nobody needs the names of guests for longer."""
DIGITS: Final = ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")
UNDOABLE: Final = ("item", "item_removed", "item_moved")
UNDO_WINDOW: Final = timedelta(minutes=10)
TURNS: Final[Mapping[str, tuple[str, ...]]] = {
    "draft": ("published",),
    "published": ("closed",),
    "closed": ("published",),
    "archived": (),
}
"""Where organizers may take an event; only the purge archives it."""

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


class Phase(enum.StrEnum):
    """What a visitor can do about an event."""

    EARLY = "early"
    OPEN = "open"
    CLOSED = "closed"
    OVER = "over"


class Fault(enum.StrEnum):
    """Why times do not fit together."""

    ENDS_FIRST = "ends first"
    CLOSES_FIRST = "closes first"
    CLOSES_AFTER_END = "closes after end"
    PURGED_BEFORE_END = "purged before end"
    PURGED_AT_ONCE = "purged at once"
    KEPT_TOO_LONG = "kept too long"


@dataclass(frozen=True)
class Settings:
    """What organizers choose for an event; the fields mean what they mean in the table."""

    starts_at: datetime
    ends_at: datetime
    timezone: str
    languages: tuple[str, ...]
    sign_up_opens_at: datetime
    sign_up_closes_at: datetime
    purge_at: datetime
    hold_minutes: int
    max_party_size: int
    accepts_no_address: bool
    neutral_letters: bool
    reply_to: str | None
    marks_exports: bool = False


class Anchor(NamedTuple):
    """An event's beginning, and whose clocks tell it."""

    at: datetime
    zone: str


@dataclass(frozen=True)
class Slot:
    """From when to when something of the programme lasts."""

    starts_at: datetime
    ends_at: datetime


def is_slug(text: str) -> bool:
    """Tell whether a text can name an event at all; nothing else reaches the database."""
    return bool(_SLUG.fullmatch(text))


def next_slug(slug: str, year: int) -> str:
    """A name in addresses for the same event in another year."""
    base = re.sub(r"-?(?:19|20|21)\d\d$", "", slug) or "event"
    return f"{base[:55]}-{year}"


def next_title(title: str, year: int, next_year: int) -> str:
    """A title with the year of another event, whichever digits it is written in."""
    for digits in DIGITS:
        written = str.maketrans("0123456789", digits)
        title = title.replace(str(year).translate(written), str(next_year).translate(written))
    return title


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


def faults_of(settings: Settings, now: datetime) -> dict[str, Fault]:
    """Say which moments do not fit together, by the field that has to change."""
    faults: dict[str, Fault] = {}
    if settings.ends_at <= settings.starts_at:
        faults["ends_at"] = Fault.ENDS_FIRST
    if settings.sign_up_closes_at <= settings.sign_up_opens_at:
        faults["sign_up_closes_at"] = Fault.CLOSES_FIRST
    elif settings.sign_up_closes_at > settings.ends_at:
        faults["sign_up_closes_at"] = Fault.CLOSES_AFTER_END
    if settings.purge_at <= settings.ends_at:
        faults["purge_at"] = Fault.PURGED_BEFORE_END
    elif settings.purge_at <= now:
        faults["purge_at"] = Fault.PURGED_AT_ONCE
    elif settings.purge_at > settings.ends_at + LONGEST_KEPT:
        faults["purge_at"] = Fault.KEPT_TOO_LONG
    return faults


def may_turn(state: str, to: str) -> bool:
    """Tell whether organizers may take an event from one state to another."""
    return to in TURNS.get(state, ())


def fingerprint(content: Any) -> str:
    """A short name for exactly this content: whoever saves says on which one they built."""
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.blake2b(written.encode(), digest_size=12).hexdigest()


def moved(moment: datetime, was: Anchor, to: Anchor) -> datetime:
    """The same moment of another event: as long after its beginning, by the clocks on the wall.

    A day of which an hour is left out in spring still begins in the morning.
    """
    then = moment.astimezone(ZoneInfo(was.zone)).replace(tzinfo=None)
    begin, begins = (
        anchor.at.astimezone(ZoneInfo(anchor.zone)).replace(tzinfo=None) for anchor in (was, to)
    )
    return (begins + (then - begin)).replace(tzinfo=ZoneInfo(to.zone)).astimezone(UTC)


def can_be_undone(act: str, at: datetime, now: datetime) -> bool:
    """Tell whether the newest change is one of the programme, and fresh enough to be taken back."""
    return act in UNDOABLE and at <= now < at + UNDO_WINDOW


def missing(
    texts: Mapping[str, Mapping[str, Any]], languages: Iterable[str], fields: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Say which fields have no words, by language; a whole language is not in it."""
    empty = {
        code: tuple(field for field in fields if not texts.get(code, {}).get(field))
        for code in languages
    }
    return {code: found for code, found in empty.items() if found}


def swapped(first: Slot, second: Slot) -> tuple[Slot, Slot]:
    """The slots of two neighbours that change places; each lasts as long as before.

    :return: of the one that was first, and of the one that was second
    """
    pause = max(second.starts_at - first.ends_at, timedelta())
    together = first.starts_at == second.starts_at
    earlier = Slot(first.starts_at, first.starts_at + (second.ends_at - second.starts_at))
    start = first.starts_at if together else earlier.ends_at + pause
    return Slot(start, start + (first.ends_at - first.starts_at)), earlier

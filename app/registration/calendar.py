"""The calendar file (RFC 5545): public facts only, for calendars are synced to strangers."""

import re
import uuid
from datetime import UTC, datetime
from functools import lru_cache

from icalendar import Calendar, Event, vText
from icalendar.parser import Contentline, Parameters

from app.registration.rules import RegistrationState as State
from app.vault.service import current_vault
from app.web import links
from app.web.blanks import Blank

STATUS = {State.PENDING: "TENTATIVE", State.CONFIRMED: "CONFIRMED"}
STAND_IN = "stand-in"
PLAIN = re.compile(r"[a-z0-9@.-]{1,60}")
"""What needs neither escaping nor folding."""
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def uid(registration_id: uuid.UUID) -> str:
    """Stays for the life of the registration, and tells nothing about it."""
    index = current_vault().index("calendar", registration_id.hex)
    return f"{index.hex()[:32]}@{links.public_domain()}"


def calendar_file(
    *,
    uid: str,
    sequence: int,
    state: State,
    title: str,
    place: str,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
) -> bytes:
    """One entry in UTC, under a UID that stays, so that a newer file replaces an older.

    A registration that ended cancels its entry.
    """
    blank = _blank(sequence, state, title, starts_at, ends_at)
    lines = {
        "uid": _line("UID", uid),
        "place": _place_line(place),
        "stamp": f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
    }
    return blank.fill(lines).encode()


@lru_cache(maxsize=256)
def _blank(
    sequence: int, state: State, title: str, starts_at: datetime, ends_at: datetime
) -> Blank:
    """The file without what each person has of their own: it is dear to make."""
    calendar = Calendar()
    calendar.add("prodid", "-//Gatherwide//Gatherwide//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method(state))
    entry = Event()
    entry.add("uid", STAND_IN)
    entry.add("sequence", sequence)
    entry.add("dtstamp", LONG_AGO)
    entry.add("dtstart", starts_at)
    entry.add("dtend", ends_at)
    entry.add("summary", title)
    entry.add("location", STAND_IN)
    entry.add("status", STATUS.get(state, "CANCELLED"))
    entry.add("transp", "OPAQUE")
    calendar.add_component(entry)
    stand_ins = {
        "uid": _line("UID", STAND_IN),
        "place": _line("LOCATION", STAND_IN),
        "stamp": f"DTSTAMP:{LONG_AGO:%Y%m%dT%H%M%SZ}",
    }
    return Blank.cut(calendar.to_ical().decode(), stand_ins)


def method(state: State) -> str:
    """The METHOD of the file, which the mail part's type must repeat."""
    return "PUBLISH" if state in STATUS else "CANCEL"


@lru_cache(maxsize=2048)
def _place_line(place: str) -> str:
    return _line("LOCATION", place)


def _line(name: str, value: str) -> str:
    """A line of the file, escaped and folded as RFC 5545, 3.1 and 3.3.11 ask."""
    if PLAIN.fullmatch(value):
        return f"{name}:{value}"
    line: bytes = Contentline.from_parts(name, Parameters(), vText(value)).to_ical()
    return line.decode()

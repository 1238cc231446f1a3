"""The calendar file (RFC 5545): public facts only, for calendars are synced to strangers."""

from datetime import datetime

from icalendar import Calendar, Event

from app.registration.rules import RegistrationState as State

STATUS = {State.PENDING: "TENTATIVE", State.CONFIRMED: "CONFIRMED"}


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
    ended = state not in STATUS
    calendar = Calendar()
    calendar.add("prodid", "-//Gatherwide//Gatherwide//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if ended else "PUBLISH")
    entry = Event()
    entry.add("uid", uid)
    entry.add("sequence", sequence)
    entry.add("dtstamp", now)
    entry.add("dtstart", starts_at)
    entry.add("dtend", ends_at)
    entry.add("summary", title)
    entry.add("location", place)
    entry.add("status", STATUS.get(state, "CANCELLED"))
    entry.add("transp", "OPAQUE")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


def method(state: State) -> str:
    """The METHOD of the file, which the mail part's type must repeat."""
    return "PUBLISH" if state in STATUS else "CANCEL"

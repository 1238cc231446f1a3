"""Sign-ups as the desk's pages show them: opened, placed, and timed by the event's clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.events.models import Event
from app.gazetteer.queries import labels_of
from app.locations.sight import PublicLocation, public_view
from app.organizer.people import Person, people_of
from app.registration.models import Registration
from app.vault.service import Opener


@dataclass(frozen=True)
class Line:
    """One sign-up in a list."""

    registration: Registration
    person: Person | None
    """None where this account holds no key."""
    place: PublicLocation
    signed_up: datetime
    """Rounded down to the hour, as the two after it."""
    confirmed: datetime | None
    ended: datetime | None


def lines_of(
    rows: Sequence[Registration], event: Event, opener: Opener | None, language: str
) -> list[Line]:
    """Open and name what a list shows, with two statements for all of its rows."""
    people = people_of(rows, event.id, opener)
    labels = labels_of({row.location.city_id for row in rows if row.location.city_id})
    return [
        Line(
            row,
            people.get(row.id),
            public_view(row.location, language, labels.get(row.location.city_id or 0, {})),
            hour_of(row.created_at, event.timezone),
            row.confirmed_at and hour_of(row.confirmed_at, event.timezone),
            row.ended_at and hour_of(row.ended_at, event.timezone),
        )
        for row in rows
    ]


def hour_of(moment: datetime, zone: str) -> datetime:
    """The hour of a moment on the clocks of a zone, some of which differ by half an hour."""
    return moment.astimezone(ZoneInfo(zone)).replace(minute=0, second=0, microsecond=0)

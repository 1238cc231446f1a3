"""Keeping the counts of a minute: numbers alone."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.database import transaction
from app.livestream.models import PresenceMinute, PresenceNow
from app.livestream.presence import FRESH, Closed
from app.locations.models import Location

BATCH = 1000


def keep_counts(*, counter: str, closed: Closed) -> None:
    """Keep how many screens one counter heard of in a minute, instead of what it said before."""
    with transaction() as session:
        old = closed.began_at - FRESH
        session.execute(
            delete(PresenceNow).where(or_(PresenceNow.counter == counter, PresenceNow.minute < old))
        )
        sums: Counter[tuple[int, str]] = Counter()
        for places in _places(session, sorted(closed.screens)):
            session.execute(insert(PresenceNow), _rows(counter, closed, places))
            for place in places:
                sums[place.event_id, place.country] += closed.screens[place.id]
        if sums:
            _add(session, closed.began_at, sums)


def forget_old(*, now: datetime) -> None:
    """Drop the counts of minutes that say nothing about now, where no counter is at work."""
    with transaction() as session:
        session.execute(delete(PresenceNow).where(PresenceNow.minute < now - FRESH))


def _places(session: Session, ids: Sequence[int]) -> Iterator[Sequence[Any]]:
    """The locations that are still there, some at a time."""
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        found = session.execute(
            select(Location.id, Location.event_id, Location.country).where(Location.id.in_(some))
        ).all()
        if found:
            yield found


def _rows(counter: str, closed: Closed, places: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {
            "location_id": place.id,
            "counter": counter,
            "minute": closed.began_at,
            "screens": closed.screens[place.id],
        }
        for place in places
    ]


def _add(session: Session, minute: datetime, sums: Counter[tuple[int, str]]) -> None:
    """Several counters, one for each server, add up."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(PresenceMinute)
    key = ("event_id", "minute", "country")
    session.execute(
        statement.on_conflict_do_update(
            index_elements=key,
            set_={"screens": PresenceMinute.screens + statement.excluded.screens},
        ),
        [
            {"event_id": event_id, "minute": minute, "country": country, "screens": screens}
            for (event_id, country), screens in sorted(sums.items())
        ],
    )

"""Who came: marked at the door, and taken back."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.audit import log
from app.database import transaction
from app.events.models import Event
from app.locations.models import Location
from app.registration.errors import NotExpected
from app.registration.models import Arrival, Registration
from app.registration.rules import RegistrationState as State

KEPT_FOR = timedelta(days=1)
"""After the event's end nobody needs to know who came."""


def arrive(*, registration_id: uuid.UUID, location: Location, actor: str, now: datetime) -> bool:
    """Say that a party came; gives whether nobody had said so before.

    :raises NotExpected: when they are not confirmed at this location
    """
    with transaction() as session:
        expected = session.scalar(
            select(Registration.id)
            .where(
                Registration.id == registration_id,
                Registration.location_id == location.id,
                Registration.state == State.CONFIRMED,
            )
            # Two phones at one door: the second waits, and then sees the first one's mark.
            .with_for_update()
        )
        if expected is None:
            raise NotExpected
        found = session.get(Arrival, registration_id, populate_existing=True)
        if found is not None and found.location_id == location.id:
            return False
        session.merge(Arrival(registration_id=registration_id, location_id=location.id))
        _note(session, location, "door.came", actor=actor, now=now)
    return True


def take_back(*, registration_id: uuid.UUID, location: Location, actor: str, now: datetime) -> None:
    """They did not come after all; twice is once."""
    with transaction() as session:
        gone = session.execute(
            delete(Arrival).where(
                Arrival.registration_id == registration_id, Arrival.location_id == location.id
            )
        )
        if gone.rowcount:  # type: ignore[attr-defined]
            _note(session, location, "door.taken_back", actor=actor, now=now)


def forget_arrivals(*, now: datetime) -> int:
    """Delete who came to events that are over; say how many."""
    over = (
        select(Location.id)
        .join(Event, Event.id == Location.event_id)
        .where(Event.ends_at <= now - KEPT_FOR)
    )
    with transaction() as session:
        gone = session.execute(delete(Arrival).where(Arrival.location_id.in_(over)))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _note(session: Session, location: Location, action: str, *, actor: str, now: datetime) -> None:
    """Write down who marked somebody, and where; the log never says whom."""
    log.record(
        session,
        actor=actor,
        action=action,
        now=now,
        event_id=location.event_id,
        detail={"location": location.public_id},
    )

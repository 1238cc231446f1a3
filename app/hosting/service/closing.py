"""Close a location, move it, or merge it into another; everybody is told and keeps their link."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.audit import log
from app.audit import queries as audit
from app.database import transaction
from app.hosting import queries, rules
from app.hosting.errors import LocationClosed, NotOneEvent
from app.hosting.service import telling
from app.locations import seats
from app.locations.models import Location, LocationState
from app.mail.models import Outbox
from app.registration.errors import LocationFull
from app.registration.models import Registration
from app.registration.rules import HOLDS_SEATS, UNDO_WINDOW
from app.registration.rules import RegistrationState as State
from app.registration.service import waiting

REOPENED = "location.reopened"
AT_ONCE = timedelta()


def close(*, location_id: int, actor: str, now: datetime, wait: timedelta = AT_ONCE) -> int:
    """Let nobody come to a location any more; say how many are told. Twice is once.

    :param wait: for how long it can be taken back, before the letters leave
    """
    with transaction() as session:
        location = queries.get_location(location_id, for_change=True)
        if location.state == LocationState.CLOSED:
            return 0
        location.state = LocationState.CLOSED
        session.flush()
        told = telling.everybody(session, location, rules.CLOSED, now=now, due=now + wait)
        _note(session, location, rules.CLOSED, actor=actor, now=now, told=told)
        return told


def reopen(*, location_id: int, actor: str, now: datetime) -> None:
    """Take the closing of a location back, before anybody was told of it.

    :raises LocationClosed: too late, or it was closed by somebody else (its host, or an
        organizer) or by a merge
    """
    with transaction() as session:
        location = queries.get_location(location_id, for_change=True)
        until = closed_lately(location, now, by_host=actor == log.HOLDER)
        if location.state != LocationState.CLOSED or until is None:
            raise LocationClosed
        location.state = LocationState.APPROVED
        guests = select(Registration.id).where(Registration.location_id == location_id)
        session.execute(
            delete(Outbox).where(
                Outbox.kind == rules.CLOSED, Outbox.about_id.in_(guests), Outbox.due > now
            )
        )
        session.flush()
        waiting.offer_seats(session, location_id, now=now)
        _note(session, location, REOPENED, actor=actor, now=now, told=0)


def closed_lately(location: Location, now: datetime, *, by_host: bool = False) -> datetime | None:
    """Until when organizers, or the host, can take back that they closed a location, or None."""
    since = now - UNDO_WINDOW
    for entry in audit.entries_since(location.event_id, (rules.CLOSED,), since, most=500):
        if entry.detail["location"] == location.public_id:
            # The last closing is the one that holds, whoever closed it before.
            is_theirs = (entry.actor == log.HOLDER) == by_host
            until = entry.at + UNDO_WINDOW
            return until if is_theirs and now < until else None
    return None


def change(
    *, location_id: int, values: Mapping[str, Any], kind: str | None, actor: str, now: datetime
) -> int:
    """Set columns of a location, such as its name or its address; say how many were told.

    :param kind: the letter that everybody gets; None where it touches nobody
    :raises LocationClosed: when the location is closed
    """
    with transaction() as session:
        location = queries.get_location(location_id, for_change=True)
        if location.state == LocationState.CLOSED:
            raise LocationClosed
        for column, value in values.items():
            setattr(location, column, value)
        session.flush()
        waiting.offer_seats(session, location_id, now=now)
        told = telling.everybody(session, location, kind, now=now) if kind else 0
        _note(session, location, kind or "location.edited", actor=actor, now=now, told=told)
        return told


def merge(*, location_id: int, into_id: int, actor: str, now: datetime) -> int:
    """Bring everybody of one location to another and close the first; say how many moved.

    :raises NotOneEvent: when the two are the same, or of different events
    :raises LocationClosed: when either is closed
    :raises LocationFull: when the other has too few seats for all; nothing changes
    """
    with transaction() as session:
        # In one order everywhere, so that two merges in opposite directions never deadlock.
        both = {
            row_id: queries.get_location(row_id, for_change=True)
            for row_id in sorted({location_id, into_id})
        }
        place, into = both[location_id], both[into_id]
        if len(both) < 2 or place.event_id != into.event_id:
            raise NotOneEvent
        if LocationState.CLOSED in (place.state, into.state):
            raise LocationClosed
        if not seats.take(session, into, queries.count_held(location_id)):
            raise LocationFull
        moved = _move_everybody(session, place, into)
        place.state, place.taken = LocationState.CLOSED, 0
        session.flush()
        for registration_id in moved:
            telling.one(session, into, registration_id, rules.MOVED, now=now)
        _note(session, place, "location.merged", actor=actor, now=now, told=len(moved))
        return len(moved)


def _move_everybody(session: Session, place: Location, into: Location) -> list[Any]:
    return list(
        session.scalars(
            update(Registration)
            .where(
                Registration.location_id == place.id,
                Registration.state.in_((*HOLDS_SEATS, State.WAITLISTED)),
            )
            .values(location_id=into.id, sequence=Registration.sequence + 1)
            .returning(Registration.id)
            .execution_options(synchronize_session=False)
        )
    )


def _note(
    session: Session, location: Location, action: str, *, actor: str, now: datetime, told: int
) -> None:
    log.record(
        session,
        actor=actor,
        action=action,
        now=now,
        event_id=location.event_id,
        detail={"location": location.public_id, "told": told},
    )

"""Change, move, cancel and re-send a registration, by its holder or by an organizer."""

import uuid
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.audit import log
from app.database import transaction
from app.locations import seats
from app.locations.models import Location
from app.mail import outbox
from app.registration import rules
from app.registration.errors import AlreadyEnded, LocationFull, LocationNotOpen
from app.registration.models import Registration
from app.registration.queries import attendee as queries
from app.registration.rules import RegistrationState as State
from app.registration.service import addresses, naming, waiting

HOLDER = "holder"


def move(
    *,
    registration_id: uuid.UUID,
    location_id: int,
    party_size: int,
    actor: str,
    now: datetime,
) -> None:
    """Change the location, the size of the party, or both; the link stays the same.

    :raises AlreadyEnded: when it was cancelled or its hold ended
    :raises LocationNotOpen: when the location is not one of this event
    :raises LocationFull: when fewer seats are left there; everything stays as it was
    """
    with transaction() as session:
        registration = queries.get_registration(registration_id, for_change=True)
        location = session.get(Location, location_id)
        if location is None or location.event_id != registration.event_id:
            raise LocationNotOpen
        if registration.state not in rules.CAN_CHANGE:
            raise AlreadyEnded
        before = (registration.location_id, registration.party_size)
        if before == (location.id, party_size):
            return
        _set(session, registration, location_id=location.id, party_size=party_size)
        _swap_seats(session, before, location, party_size, now=now)
        _tell(session, registration, "registration.changed", actor=actor, now=now)
        if before[0] != location.id:
            naming.forget_name(session, registration.id)
            session.refresh(registration)
            addresses.owe(session, registration, now=now)


def cancel(*, registration_id: uuid.UUID, actor: str, now: datetime) -> None:
    """End a registration and give its seats back. Cancelling twice is cancelling once."""
    with transaction() as session:
        registration = queries.get_registration(registration_id, for_change=True)
        if registration.state not in rules.CAN_CANCEL:
            return
        before = registration.state
        _set(session, registration, state=State.CANCELLED, ended_at=now, held_until=None)
        naming.forget_name(session, registration.id)
        if before in rules.HOLDS_SEATS:
            waiting.give_back(session, registration.location_id, registration.party_size, now=now)
        kind = "registration.cancelled"
        # Nobody has shown yet that a pending address is theirs, so it gets no more letters.
        told = before == State.CONFIRMED or actor != HOLDER
        _tell(session, registration, kind, actor=actor, now=now, by_mail=told)


def resend(*, registration_id: uuid.UUID, actor: str, now: datetime) -> None:
    """Owe the letter again, with a new link; the links sent before stop working.

    :raises AlreadyEnded: when there is nothing left to open
    """
    with transaction() as session:
        registration = queries.get_registration(registration_id, for_change=True)
        if registration.state not in rules.HOLDS_SEATS:
            raise AlreadyEnded
        _set(session, registration, token_version=registration.token_version + 1)
        pending = registration.state == State.PENDING
        kind = "registration.confirm" if pending else "registration.link"
        _tell(session, registration, kind, actor=actor, now=now)


def choose_letters(*, registration_id: uuid.UUID, neutral: bool) -> None:
    """Let letters say nothing about the event from now on, or let them be as usual."""
    with transaction() as session:
        session.execute(
            update(Registration)
            .where(Registration.id == registration_id)
            .values(neutral_letters=neutral)
            .execution_options(synchronize_session=False)
        )


def _set(session: Session, registration: Registration, **values: object) -> None:
    changed = session.execute(
        update(Registration)
        .where(
            Registration.id == registration.id,
            Registration.state == registration.state,
            Registration.sequence == registration.sequence,
        )
        .values(sequence=Registration.sequence + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        # Somebody else changed it between our look and our write.
        raise AlreadyEnded


def _swap_seats(
    session: Session,
    before: tuple[int, int],
    location: Location,
    party_size: int,
    *,
    now: datetime,
) -> None:
    old_location, old_size = before
    if location.id == old_location:
        if party_size < old_size:
            waiting.give_back(session, location.id, old_size - party_size, now=now)
        elif not seats.take(session, location, party_size - old_size):
            raise LocationFull
        return
    # In one order everywhere, so that two moves in opposite directions never deadlock.
    if old_location < location.id:
        waiting.give_back(session, old_location, old_size, now=now)
    if not seats.take(session, location, party_size):
        raise LocationFull
    if old_location > location.id:
        waiting.give_back(session, old_location, old_size, now=now)


def _tell(
    session: Session,
    registration: Registration,
    kind: str,
    *,
    actor: str,
    now: datetime,
    by_mail: bool = True,
) -> None:
    event_id, about_id = registration.event_id, registration.id
    log.record(session, actor=actor, action=kind, now=now, event_id=event_id, about_id=about_id)
    if by_mail and registration.contact_box is not None:
        outbox.enqueue(session, kind=kind, event_id=event_id, about_id=about_id, now=now)

"""Let somebody take back, for some minutes, that they cancelled."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.audit import log
from app.audit.queries import entries_about
from app.database import transaction
from app.locations import seats
from app.locations.models import Location
from app.mail import outbox
from app.registration import rules
from app.registration.errors import CannotBeUndone, LocationFull
from app.registration.models import Registration
from app.registration.queries import attendee as queries
from app.registration.rules import RegistrationState as State
from app.registration.service.changing import HOLDER

CANCELLED = "registration.cancelled"
CONFIRMED = "registration.confirmed"


def is_possible(registration: Registration, now: datetime) -> bool:
    """Whether its holder cancelled it, a short while ago, and nobody did anything to it since."""
    was_confirmed = registration.confirmed_at is not None
    if not rules.can_be_taken_back(registration.state, was_confirmed, registration.ended_at, now):
        return False
    done = entries_about(registration.id)
    return bool(done) and (done[-1].action, done[-1].actor) == (CANCELLED, HOLDER)


def take_back(*, registration_id: uuid.UUID, now: datetime) -> None:
    """Let a sign-up stand as before it was cancelled, with its seats.

    :raises CannotBeUndone: it was not cancelled by its holder, or that is too long ago, or the
        address was confirmed elsewhere since
    :raises LocationFull: somebody else has the seats by now
    """
    try:
        _take_back(registration_id, now)
    except IntegrityError as error:
        raise CannotBeUndone from error


def _take_back(registration_id: uuid.UUID, now: datetime) -> None:
    with transaction() as session:
        own = queries.get_registration(registration_id, for_change=True)
        if own.state == State.CONFIRMED:
            return  # pressed twice
        if not is_possible(own, now):
            raise CannotBeUndone
        if not seats.take(session, session.get_one(Location, own.location_id), own.party_size):
            raise LocationFull
        stands = session.execute(
            update(Registration)
            .where(Registration.id == own.id, Registration.sequence == own.sequence)
            .values(state=State.CONFIRMED, ended_at=None, sequence=Registration.sequence + 1)
            .execution_options(synchronize_session=False)
        )
        if not stands.rowcount:  # type: ignore[attr-defined]
            raise CannotBeUndone
        about: dict[str, Any] = {"event_id": own.event_id, "about_id": own.id, "now": now}
        log.record(session, actor=HOLDER, action="registration.taken_back", **about)
        if own.contact_box is not None:
            # The calendar file in it undoes the one that took the event out.
            outbox.enqueue(session, kind=CONFIRMED, **about)

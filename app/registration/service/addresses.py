"""Owe guests the letter that holds the address, when it is released to them."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from app.database import transaction
from app.events.models import Event
from app.locations.models import Location
from app.locations.rules import Release, released_from
from app.mail import outbox
from app.registration.models import Registration
from app.registration.queries import attendee as queries
from app.registration.rules import RegistrationState as State

LETTER = "registration.address"


def ask(*, registration_id: uuid.UUID, now: datetime) -> None:
    """Send the address once more, to somebody whose link does not show it."""
    with transaction() as session:
        registration = queries.get_registration(registration_id)
        moment = _moment(registration)
        if moment is not None and moment <= now:
            owe(session, registration, now=now)


def owe(session: Session, registration: Registration, *, now: datetime) -> None:
    """Owe the letter for the moment of the release; nothing where somebody releases by hand.

    Runs inside the caller's transaction, once the registration is confirmed at its location.
    """
    moment = _moment(registration)
    if moment is None or registration.contact_box is None:
        return
    outbox.enqueue(
        session,
        kind=LETTER,
        event_id=registration.event_id,
        about_id=registration.id,
        # Whoever moves on must not get the address of a place that they left.
        parameters={"location": registration.location.public_id},
        now=now,
        due=max(now, moment),
    )


def moment_at(location: Location, event: Event) -> datetime | None:
    """When a location's guests get its address by letter; None where nobody sends one."""
    # That of most halls stands on the guest's page at once, and needs no letter of its own.
    waits = location.address is not None and location.release != Release.CONFIRMATION
    if not (waits or location.guest_box is not None):
        return None
    return released_from(location.release, location.released_at, event.starts_at)


def _moment(registration: Registration) -> datetime | None:
    if registration.state != State.CONFIRMED:
        return None
    return moment_at(registration.location, registration.event)

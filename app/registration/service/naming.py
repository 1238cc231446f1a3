"""What a guest tells the host: a name, or no name any more."""

import uuid
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.audit import log
from app.database import transaction
from app.locations.names import seal_name
from app.registration.errors import AlreadyEnded, NobodyToTell
from app.registration.models import GuestName, Registration
from app.registration.queries import attendee as queries
from app.registration.queries import names
from app.registration.rules import RegistrationState as State


def tell_name(*, registration_id: uuid.UUID, name: str, now: datetime) -> None:
    """Let the host of the guest's location know a name; it replaces the one told before.

    :raises AlreadyEnded: when the sign-up is not confirmed
    :raises NobodyToTell: when nobody hosts that location here
    """
    with transaction() as session:
        registration = queries.get_registration(registration_id, for_change=True)
        if registration.state != State.CONFIRMED:
            raise AlreadyEnded
        key = names.find_key(registration.location_id)
        if key is None:
            raise NobodyToTell
        box = seal_name(event=registration.event, key=key, guest_id=registration.id, name=name)
        forget_name(session, registration.id)
        session.add(
            GuestName(
                registration_id=registration.id, location_id=registration.location_id, box=box
            )
        )
        _note(session, registration, "registration.named", now)


def withdraw_name(*, registration_id: uuid.UUID, now: datetime) -> None:
    """Take the name back; doing so twice is doing so once."""
    with transaction() as session:
        registration = queries.get_registration(registration_id, for_change=True)
        if forget_name(session, registration.id):
            _note(session, registration, "registration.unnamed", now)


def forget_name(session: Session, registration_id: uuid.UUID) -> bool:
    """Delete what the host was told, inside the caller's transaction; say whether there was any."""
    gone = session.execute(delete(GuestName).where(GuestName.registration_id == registration_id))
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def _note(session: Session, registration: Registration, action: str, now: datetime) -> None:
    log.record(
        session,
        actor=log.HOLDER,
        action=action,
        now=now,
        event_id=registration.event_id,
        about_id=registration.id,
    )

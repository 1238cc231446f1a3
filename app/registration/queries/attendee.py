"""What attendees' pages and letters need to know."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.database import db
from app.registration.errors import RegistrationNotFound
from app.registration.models import Registration
from app.registration.rules import RegistrationState


def find_registration(
    registration_id: uuid.UUID, *, for_change: bool = False
) -> Registration | None:
    """A registration with its event and location, in one statement."""
    wanted = (
        select(Registration)
        .where(Registration.id == registration_id)
        .options(joinedload(Registration.event), joinedload(Registration.location))
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(wanted.with_for_update(of=Registration) if for_change else wanted)


def get_registration(registration_id: uuid.UUID, *, for_change: bool = False) -> Registration:
    """As `find_registration`.

    :param for_change: hold the row until the transaction ends, so that it stays as read
    :raises RegistrationNotFound: when there is none
    """
    registration = find_registration(registration_id, for_change=for_change)
    if registration is None:
        raise RegistrationNotFound
    return registration


def find_by_submission(event_id: int, submission_index: bytes) -> Registration | None:
    """What an earlier sending of the same form made."""
    return db.session.scalar(
        select(Registration).where(
            Registration.event_id == event_id, Registration.submission_index == submission_index
        )
    )


def find_by_receipt(receipt_index: bytes) -> Registration | None:
    """The registration without an address that this receipt code opens.

    A code of one with an address opens nothing: whoever filled in the form knows the
    code, and may have typed the address of somebody else.
    """
    return db.session.scalar(
        select(Registration).where(
            Registration.receipt_index == receipt_index, Registration.address_index.is_(None)
        )
    )


def find_confirmed(event_id: int, address_index: bytes) -> Registration | None:
    """The one confirmed registration of an address."""
    return db.session.scalar(
        select(Registration)
        .where(
            Registration.event_id == event_id,
            Registration.address_index == address_index,
            Registration.state == RegistrationState.CONFIRMED,
        )
        .options(joinedload(Registration.event), joinedload(Registration.location))
    )


def find_newest(event_id: int, address_index: bytes) -> Registration | None:
    """What "send my link again" is about: the confirmed registration, else the newest other."""
    pending = db.session.scalar(
        select(Registration)
        .where(
            Registration.event_id == event_id,
            Registration.address_index == address_index,
            Registration.state.in_((RegistrationState.PENDING, RegistrationState.WAITLISTED)),
        )
        .options(joinedload(Registration.event), joinedload(Registration.location))
        .order_by(Registration.id.desc())
        .limit(1)
    )
    return find_confirmed(event_id, address_index) or pending


def overdue(now: datetime, *, location_id: int | None = None, limit: int) -> Sequence[uuid.UUID]:
    """Pending registrations whose hold has ended."""
    query = select(Registration.id).where(
        Registration.state == RegistrationState.PENDING, Registration.held_until <= now
    )
    if location_id is not None:
        query = query.where(Registration.location_id == location_id)
    return db.session.scalars(query.limit(limit)).all()

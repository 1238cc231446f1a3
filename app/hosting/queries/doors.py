"""Who comes, for the list at the door."""

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from app.database import db
from app.registration.models import Arrival, GuestName, Registration
from app.registration.rules import RegistrationState


class Guest(NamedTuple):
    """One line of a door list."""

    id: uuid.UUID
    party_size: int
    receipt_index: bytes
    identity_box: bytes
    name_box: bytes | None
    """The name that the guest gave to the host; only the host's link opens it."""
    came: bool


def guests_at(location_id: int) -> Sequence[Guest]:
    """The door list: confirmed parties, and whether they came."""
    rows = db.session.execute(
        select(
            Registration.id,
            Registration.party_size,
            Registration.receipt_index,
            Registration.identity_box,
            GuestName.box,
            Arrival.registration_id.is_not(None),
        )
        .outerjoin(
            GuestName,
            (GuestName.registration_id == Registration.id)
            & (GuestName.location_id == Registration.location_id),
        )
        .outerjoin(
            Arrival,
            (Arrival.registration_id == Registration.id)
            & (Arrival.location_id == Registration.location_id),
        )
        .where(
            Registration.location_id == location_id,
            Registration.state == RegistrationState.CONFIRMED,
        )
        .order_by(Registration.id)
    )
    return [Guest(*row) for row in rows]

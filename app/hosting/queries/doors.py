"""Who comes, for the list at the door."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from app.database import db
from app.events.models import Event
from app.locations.models import Location
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


class DeskDoor(NamedTuple):
    """A location's door, as the desk's address names it."""

    event: str
    location: str
    ends_at: datetime


def find_door(location_id: int) -> DeskDoor | None:
    """The event and the public id of a location, and when the event ends."""
    wanted = select(Event.slug, Location.public_id, Event.ends_at).join(
        Location, Location.event_id == Event.id
    )
    row = db.session.execute(wanted.where(Location.id == location_id)).one_or_none()
    return DeskDoor(*row) if row else None


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

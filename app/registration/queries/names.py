"""Whether a guest's location has a host who can be told a name, and who has told one."""

import uuid
from typing import NamedTuple

from sqlalchemy import select

from app.database import db
from app.locations.models import HostKey
from app.registration.models import GuestName


class NameAtHost(NamedTuple):
    """What a guest's page says about it."""

    can_be_told: bool
    is_told: bool


def find_key(location_id: int) -> HostKey | None:
    """Return the keys of a location's host, or None where nobody hosts it here."""
    return db.session.get(HostKey, location_id)


def name_at_host(registration_id: uuid.UUID, location_id: int) -> NameAtHost:
    """Return whether the host of that location can be told, and was told, the guest's name."""
    row = db.session.execute(
        select(HostKey.location_id, GuestName.registration_id)
        .outerjoin(
            GuestName,
            (GuestName.location_id == HostKey.location_id)
            & (GuestName.registration_id == registration_id),
        )
        .where(HostKey.location_id == location_id)
    ).one_or_none()
    return NameAtHost(row is not None, row is not None and row[1] is not None)

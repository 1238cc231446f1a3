"""Let guests have an address: now, or from the moment that was chosen anew."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.audit import log
from app.database import transaction
from app.hosting import queries
from app.hosting.errors import LocationClosed
from app.locations.models import LocationState
from app.registration.service import addresses


def release_address(*, location_id: int, actor: str, now: datetime) -> int:
    """Give the address to every confirmed guest from now on; say how many get a letter.

    :raises LocationClosed: when the location is not open
    """
    with transaction() as session:
        location = queries.get_location(location_id, for_change=True)
        if location.state != LocationState.APPROVED:
            raise LocationClosed
        if location.released_at is not None:
            return 0
        location.released_at = now
        session.flush()
        host = queries.host_of(location_id)
        log.record(
            session,
            actor=actor,
            action="host.address_released",
            now=now,
            event_id=location.event_id,
            about_id=host.id if host else None,
            detail={"location": location.public_id},
        )
        return owe_to_all(session, location_id, now=now)


def owe_to_all(session: Session, location_id: int, *, now: datetime) -> int:
    """Owe every confirmed guest the letter with the address, in the caller's transaction."""
    guests = queries.confirmed_at(location_id)
    for guest in guests:
        addresses.owe(session, guest, now=now)
    return len(guests)

"""Seats: the one guarded UPDATE that keeps "never more people than seats".

These run inside the caller's transaction, together with the row they are for.
"""

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.locations.models import Location, LocationState


def take(session: Session, location: Location, seats: int) -> bool:
    """Hold seats if there are that many left and the location is open; say whether it worked.

    The database decides, whatever was read before. A location without a limit is not
    written to, so thousands may sign up for it at once.
    """
    if location.capacity is None:
        return location.state == LocationState.APPROVED
    held = session.execute(
        update(Location)
        .where(
            Location.id == location.id,
            Location.state == LocationState.APPROVED,
            Location.taken + seats <= Location.capacity,
        )
        .values(taken=Location.taken + seats)
        .execution_options(synchronize_session=False)
    )
    return bool(held.rowcount)  # type: ignore[attr-defined]


def give_back(session: Session, location_id: int, seats: int) -> None:
    """Free seats that were held; nothing to do where there is no limit."""
    session.execute(
        update(Location)
        .where(Location.id == location_id, Location.capacity.is_not(None))
        .values(taken=Location.taken - seats)
        .execution_options(synchronize_session=False)
    )

"""Seats: the one guarded UPDATE that keeps "never more people than seats".

These run inside the caller's transaction, together with the row they are for.
"""

from typing import Protocol

from sqlalchemy import Integer, bindparam, update
from sqlalchemy.orm import Session

from app.database import Base
from app.locations.models import Location, LocationState

_place = Base.metadata.tables[Location.__tablename__]
_id, _seats = bindparam("place", type_=Integer), bindparam("seats", type_=Integer)
_TAKE = (
    update(_place)
    .where(
        _place.c.id == _id,
        _place.c.state == LocationState.APPROVED,
        _place.c.taken + _seats <= _place.c.capacity,
    )
    # Seats alone leave what processes keep in memory as it is.
    .values(taken=_place.c.taken + _seats, revision=_place.c.revision)
)
_GIVE_BACK = (
    update(_place)
    .where(_place.c.id == _id, _place.c.capacity.is_not(None))
    .values(taken=_place.c.taken - _seats, revision=_place.c.revision)
)


class Seated(Protocol):
    """What is asked of a location: a `Location`, or a row with the columns `queries.SEEN`."""

    @property
    def id(self) -> int: ...
    @property
    def capacity(self) -> int | None: ...
    @property
    def state(self) -> LocationState: ...


def take(session: Session, location: Seated, seats: int) -> bool:
    """Hold seats if there are that many left and the location is open; say whether it worked.

    The database decides, whatever was read before. A location without a limit is not
    written to, so thousands may sign up for it at once.
    """
    if location.capacity is None:
        return location.state == LocationState.APPROVED
    held = session.execute(_TAKE, {"place": location.id, "seats": seats})
    return bool(held.rowcount)  # type: ignore[attr-defined]


def give_back(session: Session, location_id: int, seats: int) -> None:
    """Free seats that were held; nothing to do where there is no limit."""
    session.execute(_GIVE_BACK, {"place": location_id, "seats": seats})

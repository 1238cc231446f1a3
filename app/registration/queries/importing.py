"""What the database says about the lines of a file of people."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import select

from app.database import db
from app.locations.models import Location, LocationState
from app.registration.models import Registration
from app.registration.rules import HOLDS_SEATS
from app.registration.rules import RegistrationState as State

AT_ONCE = 1000
Value = TypeVar("Value")


def open_places(event_id: int, codes: Collection[str]) -> dict[str, Any]:
    """The open locations of an event with these codes: their ids, seats and seats taken."""
    wanted = select(Location.public_id, Location.id, Location.capacity, Location.taken).where(
        Location.event_id == event_id, Location.state == LocationState.APPROVED
    )
    return {
        row.public_id: row
        for some in _portions(sorted(codes))
        for row in db.session.execute(wanted.where(Location.public_id.in_(some)))
    }


def known_addresses(event_id: int, indexes: Collection[bytes]) -> set[bytes]:
    """Which of these addresses are signed up, confirmed or not, or wait for a seat."""
    wanted = select(Registration.address_index).where(
        Registration.event_id == event_id,
        Registration.state.in_((*HOLDS_SEATS, State.WAITLISTED)),
    )
    return {
        index
        for some in _portions(sorted(indexes))
        for index in db.session.scalars(wanted.where(Registration.address_index.in_(some)))
        if index is not None
    }


def _portions(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    for begin in range(0, len(values), AT_ONCE):
        yield values[begin : begin + AT_ONCE]

"""What the database says about the lines of a file of people."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, exists, func, select

from app.database import db
from app.locations.models import Location, LocationState
from app.registration.models import Registration, StagedSignUp
from app.registration.rules import HOLDS_SEATS
from app.registration.rules import RegistrationState as State

AT_ONCE = 1000
KNOWN = (*HOLDS_SEATS, State.WAITLISTED)
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
        Registration.state.in_(KNOWN),
    )
    return {
        index
        for some in _portions(sorted(indexes))
        for index in db.session.scalars(wanted.where(Registration.address_index.in_(some)))
        if index is not None
    }


def is_known(staged: type[StagedSignUp]) -> ColumnElement[bool]:
    """Whether the address of somebody staged is signed up already, in the same sense."""
    return exists().where(
        Registration.event_id == staged.event_id,
        Registration.address_index == staged.address_index,
        Registration.state.in_(KNOWN),
    )


def count_staged(act_id: uuid.UUID) -> int:
    """How many people of a file are sealed so far."""
    wanted = select(func.count()).where(StagedSignUp.act_id == act_id)
    return db.session.scalar(wanted) or 0


def _portions(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    for begin in range(0, len(values), AT_ONCE):
        yield values[begin : begin + AT_ONCE]

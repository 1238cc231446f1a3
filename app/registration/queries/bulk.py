"""Whom an act on many sign-ups would change, and what was done to whom."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.database import db
from app.registration.errors import BulkActNotFound
from app.registration.models import BulkAct, BulkChange, GuestName, Registration
from app.registration.queries.desk import Countries, Filters, chosen
from app.registration.rules import MOST_AT_ONCE, TOUCHES, BulkKind
from app.registration.rules import RegistrationState as State


@dataclass(frozen=True)
class Selection:
    """What shall be done, and to which sign-ups."""

    event_id: int
    kind: BulkKind
    filters: Filters
    countries: Countries
    """What the account may see; empty means everywhere."""


class Meant(NamedTuple):
    """How many sign-ups are chosen, and how many of them an act would change."""

    chosen: int
    number: int
    people: int


class DoneTo(NamedTuple):
    """An act on many, as the history of one of them tells it."""

    act: BulkAct
    restored: bool


def count_meant(selection: Selection) -> Meant:
    """How many are meant; one more than may be changed at once stands for all that is more."""
    everybody = chosen(
        select(Registration.id), selection.event_id, selection.filters, selection.countries
    )
    some = everybody.limit(MOST_AT_ONCE + 1).subquery()
    affected = _affected(selection, Registration.party_size).limit(MOST_AT_ONCE + 1).subquery()
    row = db.session.execute(
        select(
            select(func.count()).select_from(some).scalar_subquery(),
            func.count(),
            func.coalesce(func.sum(affected.c.party_size), 0),
        ).select_from(affected)
    ).one()
    return Meant(*(int(number) for number in row))


def rows_to_change(selection: Selection) -> Sequence[Row[Any]]:
    """Those that an act changes, held as they are until the transaction ends."""
    query = _affected(
        selection,
        Registration.id,
        Registration.state,
        Registration.location_id,
        Registration.party_size,
        Registration.held_until,
        Registration.confirmed_at,
        Registration.sequence,
        GuestName.box,
    ).outerjoin(GuestName, GuestName.registration_id == Registration.id)
    # In one order everywhere, so that two acts never wait for each other.
    query = query.order_by(Registration.id).limit(MOST_AT_ONCE + 1)
    return db.session.execute(query.with_for_update(of=Registration)).all()


def changes_to_undo(act_id: uuid.UUID) -> Sequence[Row[Any]]:
    """What an act changed, and how each sign-up stands now, held until the transaction ends."""
    query = (
        select(
            BulkChange,
            Registration.sequence,
            Registration.party_size,
            _confirmed_elsewhere().label("is_elsewhere"),
        )
        .join(Registration, Registration.id == BulkChange.registration_id)
        .where(BulkChange.act_id == act_id)
        .order_by(Registration.id)
    )
    return db.session.execute(query.with_for_update(of=Registration)).all()


def find_act(event_id: int, act_id: uuid.UUID, *, for_change: bool = False) -> BulkAct | None:
    """An act on many of an event, with the location that they went to."""
    wanted = (
        select(BulkAct)
        .where(BulkAct.event_id == event_id, BulkAct.id == act_id)
        .options(joinedload(BulkAct.location))
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(wanted.with_for_update(of=BulkAct) if for_change else wanted)


def get_act(event_id: int, act_id: uuid.UUID, *, for_change: bool = False) -> BulkAct:
    """As `find_act`.

    :raises BulkActNotFound: when there is none
    """
    found = find_act(event_id, act_id, for_change=for_change)
    if found is None:
        raise BulkActNotFound
    return found


def acts_on(registration_id: uuid.UUID) -> Sequence[DoneTo]:
    """The acts on many that a sign-up was among, oldest first."""
    rows = db.session.execute(
        select(BulkAct, BulkChange.restored)
        .join(BulkChange, BulkChange.act_id == BulkAct.id)
        .where(BulkChange.registration_id == registration_id)
        .order_by(BulkAct.made_at)
    )
    return [DoneTo(*row) for row in rows]


def _affected(selection: Selection, *columns: Any) -> Select[Any]:
    query = chosen(select(*columns), selection.event_id, selection.filters, selection.countries)
    query = query.where(Registration.state.in_(TOUCHES[selection.kind]))
    if selection.kind == BulkKind.CONFIRM:
        # One address is one confirmed sign-up, and only whoever reads its mail moves it.
        query = query.where(
            or_(
                Registration.address_index.is_(None),
                ~_confirmed_elsewhere() & ~_newer_sign_up(),
            )
        )
    return query


def _confirmed_elsewhere() -> Any:
    other = aliased(Registration)
    return exists().where(
        other.event_id == Registration.event_id,
        other.address_index == Registration.address_index,
        other.state == State.CONFIRMED,
        other.id != Registration.id,
    )


def _newer_sign_up() -> Any:
    other = aliased(Registration)
    return exists().where(
        other.event_id == Registration.event_id,
        other.address_index == Registration.address_index,
        other.state == State.PENDING,
        other.id > Registration.id,
    )

"""Confirm, cancel or move many sign-ups at once: all that is meant, or nothing.

Their letters wait until the act can no longer be taken back (service/undoing.py).
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, literal, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from app.audit import log
from app.database import UtcDateTime, transaction
from app.events.models import Event
from app.locations import seats
from app.locations.models import Location
from app.mail import batches
from app.registration.errors import LocationFull, LocationNotOpen, NotAsShown, TooMany
from app.registration.models import BulkAct, BulkChange, GuestName, Registration
from app.registration.queries import bulk as queries
from app.registration.queries.bulk import Selection
from app.registration.rules import HOLDS_SEATS, MOST_AT_ONCE, UNDO_WINDOW, BulkKind
from app.registration.rules import RegistrationState as State
from app.registration.service import addresses, waiting

LETTERS = {
    BulkKind.CONFIRM: "registration.confirmed",
    BulkKind.CANCEL: "registration.cancelled",
    BulkKind.MOVE: "registration.changed",
}


@dataclass(frozen=True)
class Order:
    """What an organizer asked for, having seen how many it would change."""

    id: uuid.UUID
    """The random id given with the form."""
    selection: Selection
    seen: int
    actor: str
    location_id: int | None = None
    """Where they move."""


def carry_out(*, order: Order, now: datetime) -> None:
    """Do it, once: the same order sent twice is done once.

    :raises NotAsShown: when it would change other than as many as were shown
    :raises TooMany: when it would change more than is possible at once
    :raises LocationNotOpen: when the location is not one of this event
    :raises LocationFull: when fewer seats are left there; everything stays as it was
    """
    try:
        _carry_out(order, now)
    except (IntegrityError, OperationalError):
        # Sent twice; or somebody confirmed the same address at this moment, or a deadlock.
        _carry_out(order, now)


def lock_places(session: Session, location_ids: Iterable[int]) -> None:
    """Hold locations until the transaction ends, in one order everywhere."""
    session.execute(
        select(Location.id)
        .where(Location.id.in_(sorted(set(location_ids))))
        .order_by(Location.id)
        .with_for_update(key_share=True)
    ).all()


def _carry_out(order: Order, now: datetime) -> None:
    selection = order.selection
    with transaction() as session:
        if session.get(BulkAct, order.id) is not None:
            return
        act = _begin(session, order, now)
        rows = queries.rows_to_change(selection)
        if len(rows) > MOST_AT_ONCE:
            raise TooMany
        if len(rows) != order.seen:
            raise NotAsShown
        # Whoever is there already has nothing to be told.
        rows = [row for row in rows if row.location_id != act.location_id]
        act.number = len(rows)
        _keep(session, act.id, rows)
        _change(session, act, now)
        _settle_seats(session, act, rows, now)
        owe_letters(session, act, LETTERS[act.kind])
        log.record(
            session,
            actor=order.actor,
            action=f"registrations.{act.kind}",
            now=now,
            event_id=act.event_id,
            about_id=act.id,
            detail={"registrations": len(rows)},
        )


def _begin(session: Session, order: Order, now: datetime) -> BulkAct:
    selection = order.selection
    if selection.kind == BulkKind.MOVE:
        location = session.get(Location, order.location_id or 0)
        if location is None or location.event_id != selection.event_id:
            raise LocationNotOpen
    act = BulkAct(
        id=order.id,
        event_id=selection.event_id,
        kind=selection.kind,
        actor=str(order.actor),
        scope=list(selection.countries),
        location_id=order.location_id,
        number=0,
        made_at=now,
        undo_until=now + UNDO_WINDOW,
    )
    session.add(act)
    # First this row: sent twice, the form stops here.
    session.flush()
    return act


def _keep(session: Session, act_id: uuid.UUID, rows: Sequence[Any]) -> None:
    """Write down how everything was."""
    if not rows:
        return
    session.execute(
        insert(BulkChange),
        [
            {
                "act_id": act_id,
                "registration_id": row.id,
                "state": row.state,
                "location_id": row.location_id,
                "held_until": row.held_until,
                "confirmed_at": row.confirmed_at,
                "sequence": row.sequence + 1,
                "name_box": row.box,
                "restored": False,
            }
            for row in rows
        ],
    )


def _change(session: Session, act: BulkAct, now: datetime) -> None:
    own = _ids(act.id)
    values: dict[BulkKind, dict[str, Any]] = {
        BulkKind.CONFIRM: {"state": State.CONFIRMED, "confirmed_at": now, "held_until": None},
        BulkKind.CANCEL: {"state": State.CANCELLED, "ended_at": now, "held_until": None},
        BulkKind.MOVE: {"location_id": act.location_id},
    }
    session.execute(
        update(Registration)
        .where(Registration.id.in_(own))
        .values(sequence=Registration.sequence + 1, **values[act.kind])
        .execution_options(synchronize_session=False)
    )
    if act.kind != BulkKind.CONFIRM:
        # Whoever moves on has told the next host nothing.
        session.execute(delete(GuestName).where(GuestName.registration_id.in_(own)))


def _settle_seats(session: Session, act: BulkAct, rows: Sequence[Any], now: datetime) -> None:
    if act.kind == BulkKind.CONFIRM or not rows:
        return
    freed: Counter[int] = Counter()
    for row in rows:
        if row.state in HOLDS_SEATS:
            freed[row.location_id] += row.party_size
    lock_places(session, [*freed, *([act.location_id] if act.location_id else [])])
    if act.location_id is not None:
        location = session.get_one(Location, act.location_id, populate_existing=True)
        if not seats.take(session, location, freed.total()):
            raise LocationFull
    for location_id in sorted(freed):
        waiting.give_back(session, location_id, freed[location_id], now=now)


def owe_letters(session: Session, act: BulkAct, kind: str) -> None:
    """Owe a letter to each of whom an act changed, and addresses to those who come to a home."""
    written_to = _ids(act.id).join(Registration, Registration.id == BulkChange.registration_id)
    written_to = written_to.where(Registration.contact_box.is_not(None))
    _owe(session, act, kind, written_to, act.undo_until)
    if act.kind == BulkKind.CANCEL:
        return
    event = session.get_one(Event, act.event_id)
    confirmed = written_to.where(Registration.state == State.CONFIRMED)
    for location in _places(session, act):
        moment = addresses.moment_at(location, event)
        if moment is not None:
            there = confirmed.where(Registration.location_id == location.id)
            due, told = max(moment, act.undo_until), {"location": location.public_id}
            _owe(session, act, addresses.LETTER, there, due, told)


def _places(session: Session, act: BulkAct) -> Sequence[Location]:
    """Where those are now whom the act changed."""
    there = (
        select(Registration.location_id)
        .join(BulkChange, BulkChange.registration_id == Registration.id)
        .where(BulkChange.act_id == act.id)
    )
    return session.scalars(select(Location).where(Location.id.in_(there))).all()


def _owe(
    session: Session,
    act: BulkAct,
    kind: str,
    written_to: Any,
    due: datetime,
    parameters: dict[str, Any] | None = None,
) -> None:
    batches.enqueue_batch(
        session,
        recipients=written_to,
        kind=kind,
        event_id=act.event_id,
        batch_id=act.id,
        now=act.made_at,
        due=literal(due, UtcDateTime()),
        parameters=parameters,
    )


def _ids(act_id: uuid.UUID) -> Any:
    return select(BulkChange.registration_id).where(BulkChange.act_id == act_id)

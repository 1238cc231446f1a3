"""Sign up the people of a file: all of them, or nobody.

Their letters wait until the import can no longer be taken back (service/undoing.py).
"""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import delete, func, insert, literal, null, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from app.audit import log
from app.database import Base, UtcDateTime, transaction
from app.events.models import Event
from app.locations import seats
from app.locations.models import Location
from app.registration.errors import LocationFull, NotAsShown
from app.registration.models import BulkAct, BulkChange, Registration, StagedSignUp
from app.registration.people_file import Imported
from app.registration.queries import importing as queries
from app.registration.rules import IMPORT_HOLD, UNDO_WINDOW, BulkKind
from app.registration.rules import RegistrationState as State
from app.registration.service.bulk import lock_places, owe_letters
from app.vault.rules import normalise_address
from app.vault.service import current_vault
from app.web.csv_reading import BadFile, Fault
from app.web.formats import page_digits

AS_STAGED = (
    *("id", "event_id", "location_id", "party_size", "language", "identity_box", "contact_box"),
    *("address_index", "submission_index", "receipt_index", "consent_version"),
)

_SIGN_UP = insert(Base.metadata.tables[Registration.__tablename__])
_KEEP = insert(Base.metadata.tables[BulkChange.__tablename__])


@dataclass(frozen=True)
class Plan:
    """What a file would do."""

    new: int
    people: int
    """How many come with them."""
    known: int
    """How many are signed up already, and are passed by. Who they are is not told."""


@dataclass(frozen=True)
class Order:
    """What an organizer asked for, having seen how many are new."""

    id: uuid.UUID
    """Under which its people are staged."""
    event: Event
    seen: int
    actor: str
    as_confirmed: bool
    """They agreed elsewhere, as the organizer says; else each of them is asked by a letter."""


def plan_import(event: Event, people: Sequence[Imported], column: str) -> Plan:
    """Say what a file would do; nothing is stored.

    :param column: what the file calls the column of locations
    :raises BadFile: where a location is not there, not open, or has too few seats
    """
    vault, scope = current_vault(), f"address:{event.id}"
    indexes = [vault.index(scope, normalise_address(person.email)) for person in people]
    known = queries.known_addresses(event.id, indexes)
    places = queries.open_places(event.id, {person.location for person in people})
    faults: list[Fault] = []
    wanted: Counter[str] = Counter()
    new = 0
    for person, index in zip(people, indexes, strict=True):
        place = places.get(person.location)
        if place is None:
            faults.append(Fault(person.line, column, _("No open location has this code.")))
        elif index not in known:
            wanted[person.location] += person.party_size
            faults += _lack_of_seats(person, place, wanted[person.location], column)
            new += 1
    if faults:
        raise BadFile(faults)
    return Plan(new, people=wanted.total(), known=len(known))


def import_staged(*, order: Order, now: datetime) -> None:
    """Sign up everybody who is staged, once: the same order sent twice is done once.

    :raises NotAsShown: when it would be other than as many as were shown
    :raises LocationFull: when too few seats are left somewhere; nobody is signed up then
    """
    try:
        _import(order, now)
    except (IntegrityError, OperationalError):
        # Sent twice; or somebody confirmed one of the addresses at this moment.
        _import(order, now)


def _import(order: Order, now: datetime) -> None:
    with transaction() as session:
        if session.get(BulkAct, order.id) is None:
            act = _begin(session, order, now)
            _sign_up(session, order, now)
            _take_seats(session, order)
            letter = "registration.confirmed" if order.as_confirmed else "registration.confirm"
            owe_letters(session, act, letter)
            log.record(
                session,
                actor=order.actor,
                action="registrations.import",
                now=now,
                event_id=act.event_id,
                about_id=act.id,
                detail={"registrations": order.seen, "consent": order.as_confirmed},
            )
        session.execute(delete(StagedSignUp).where(StagedSignUp.act_id == order.id))


def _begin(session: Session, order: Order, now: datetime) -> BulkAct:
    act = BulkAct(
        id=order.id,
        event_id=order.event.id,
        kind=BulkKind.IMPORT,
        actor=order.actor,
        scope=[],
        number=order.seen,
        made_at=now,
        undo_until=now + UNDO_WINDOW,
    )
    session.add(act)
    session.flush()
    return act


def _sign_up(session: Session, order: Order, now: datetime) -> None:
    moment, sure = literal(now, UtcDateTime()), order.as_confirmed
    held = null() if sure else literal(now + UNDO_WINDOW + IMPORT_HOLD, UtcDateTime())
    values = {
        "state": literal(State.CONFIRMED if sure else State.PENDING, Registration.state.type),
        "created_at": moment,
        "held_until": held,
        "confirmed_at": moment if sure else null(),
    }
    staged = [getattr(StagedSignUp, name) for name in AS_STAGED]
    newcomers = select(*staged, *values.values()).where(
        StagedSignUp.act_id == order.id, ~queries.is_known(StagedSignUp)
    )
    sign_up = _SIGN_UP.from_select([*AS_STAGED, *values], newcomers)
    # Of an insert SQLAlchemy keeps that number only where it is asked to.
    made = session.execute(sign_up, execution_options={"preserve_rowcount": True})
    if made.rowcount != order.seen:  # type: ignore[attr-defined]
        raise NotAsShown
    # They were in no state before; what stands here is how the import left them.
    kept = ("state", "location_id", "held_until", "confirmed_at")
    own = (getattr(Registration, name) for name in kept)
    changes = _newcomers(order, literal(order.id), Registration.id, *own, literal(0))
    columns = ["act_id", "registration_id", *kept, "sequence"]
    session.execute(_KEEP.from_select(columns, changes))


def _newcomers(order: Order, *columns: Any) -> Any:
    ours = (StagedSignUp.act_id == order.id) & (StagedSignUp.id == Registration.id)
    return select(*columns).select_from(Registration).join(StagedSignUp, ours)


def _take_seats(session: Session, order: Order) -> None:
    there = _newcomers(order, Registration.location_id, func.sum(Registration.party_size))
    seated = session.execute(there.group_by(Registration.location_id))
    wanted: dict[int, int] = {place: int(people) for place, people in seated}
    ids = sorted(wanted)
    lock_places(session, ids)
    for location_id in ids:
        place = session.get_one(Location, location_id, populate_existing=True)
        if not seats.take(session, place, wanted[location_id]):
            raise LocationFull


def _lack_of_seats(person: Imported, place: Any, wanted: int, column: str) -> list[Fault]:
    """Told once for each location: in the line whose party is the first without seats."""
    if place.capacity is None:
        return []
    left = max(0, place.capacity - place.taken)
    if not wanted - person.party_size <= left < wanted:
        return []
    text = ngettext("only %(num)s seat is left there", "only %(num)s seats are left there", left)
    return [Fault(person.line, column, page_digits(text))]

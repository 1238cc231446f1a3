"""Sign up the people of a file: all of them, or nobody.

Their letters wait until the import can no longer be taken back (service/undoing.py).
"""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from app.audit import log
from app.database import transaction
from app.events.models import Event
from app.locations import seats
from app.locations.models import Location
from app.registration.errors import LocationFull, NotAsShown
from app.registration.models import BulkAct, BulkChange
from app.registration.people_file import Imported
from app.registration.queries import importing as queries
from app.registration.rules import IMPORT_HOLD, UNDO_WINDOW, BulkKind, receipt_code
from app.registration.rules import RegistrationState as State
from app.registration.service.bulk import lock_places, owe_letters
from app.registration.service.rows import SIGN_UP, Row
from app.vault import keyfiles
from app.vault.rules import binding, normalise_address
from app.vault.service import Vault, current_vault
from app.web.csv_reading import BadFile, Fault
from app.web.formats import page_digits


class Newcomer(NamedTuple):
    """Somebody who is not signed up yet, with the blind index of their address."""

    person: Imported
    address_index: bytes
    location_id: int


@dataclass(frozen=True)
class Plan:
    """What a file would do."""

    newcomers: Sequence[Newcomer]
    known: int
    """How many are signed up already, and are passed by. Who they are is not told."""

    @property
    def people(self) -> int:
        """How many come."""
        return sum(one.person.party_size for one in self.newcomers)


@dataclass(frozen=True)
class Order:
    """What an organizer asked for, having seen how many are new."""

    id: uuid.UUID
    """The random id given with the form."""
    event: Event
    people: Sequence[Imported]
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
    newcomers = []
    for person, index in zip(people, indexes, strict=True):
        place = places.get(person.location)
        if place is None:
            faults.append(Fault(person.line, column, _("No open location has this code.")))
        elif index not in known:
            wanted[person.location] += person.party_size
            faults += _lack_of_seats(person, place, wanted[person.location], column)
            newcomers.append(Newcomer(person, index, place.id))
    if faults:
        raise BadFile(faults)
    return Plan(newcomers, known=len(known))


def import_people(*, order: Order, now: datetime) -> None:
    """Sign them up, once: the same order sent twice is done once.

    :raises NotAsShown: when it would be other than as many as were shown
    :raises LocationFull: when too few seats are left somewhere; nobody is signed up then
    :raises BadFile: when a location has gone
    """
    try:
        _import(order, now)
    except (IntegrityError, OperationalError):
        # Sent twice; or somebody confirmed one of the addresses at this moment.
        _import(order, now)


def _import(order: Order, now: datetime) -> None:
    plan = plan_import(order.event, order.people, "")
    # Ahead of the transaction: a data key that is rolled back would open nothing.
    rows = _sealed(order, plan.newcomers, now) if len(plan.newcomers) == order.seen else []
    with transaction() as session:
        if session.get(BulkAct, order.id) is not None:
            return
        if len(rows) != order.seen:
            raise NotAsShown
        act = _begin(session, order, now)
        _store(session, act, rows)
        _take_seats(session, plan.newcomers)
        letter = "registration.confirmed" if order.as_confirmed else "registration.confirm"
        owe_letters(session, act, letter)
        log.record(
            session,
            actor=order.actor,
            action="registrations.import",
            now=now,
            event_id=act.event_id,
            about_id=act.id,
            detail={"registrations": len(rows), "consent": order.as_confirmed},
        )


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


def _store(session: Session, act: BulkAct, rows: Sequence[Row]) -> None:
    if not rows:
        return
    session.execute(SIGN_UP, rows)
    # They were in no state before; what stands here is how the import left them.
    kept = ("state", "location_id", "held_until", "confirmed_at")
    changes = [
        {
            "act_id": act.id,
            "registration_id": row["id"],
            "sequence": 0,
            "name_box": None,
            "restored": False,
            **{name: row[name] for name in kept},
        }
        for row in rows
    ]
    session.execute(insert(BulkChange), changes)


def _take_seats(session: Session, newcomers: Sequence[Newcomer]) -> None:
    wanted: Counter[int] = Counter()
    for one in newcomers:
        wanted[one.location_id] += one.person.party_size
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


def _sealed(order: Order, newcomers: Sequence[Newcomer], now: datetime) -> list[Row]:
    vault = current_vault()
    return [_row(vault, order, one, now) for one in newcomers]


def _row(vault: Vault, order: Order, one: Newcomer, now: datetime) -> Row:
    event, row_id, person = order.event, uuid7(), one.person
    submission = f"import {order.id} {person.line}"
    code = receipt_code(vault.files.index_key, submission)

    def seal(audience: str, column: str, values: dict[str, str]) -> bytes:
        place = binding("registration", column, event.id, row_id)
        return vault.seal(audience, values, bound_to=place, now=now)

    identity = {"name": person.name, "email": person.email, "note": person.note}
    mailer = keyfiles.mailer_audience(event.key_id)
    return {
        "id": row_id,
        "event_id": event.id,
        "location_id": one.location_id,
        "party_size": person.party_size,
        "language": person.language,
        "state": State.CONFIRMED if order.as_confirmed else State.PENDING,
        "identity_box": seal(keyfiles.event_audience(event.key_id), "identity_box", identity),
        "contact_box": seal(mailer, "contact_box", {"email": person.email}),
        "address_index": one.address_index,
        "submission_index": vault.index(f"submission:{event.id}", submission),
        "receipt_index": vault.index(f"receipt:{event.id}", code),
        "consent_version": event.consent_version,
        "created_at": now,
        "held_until": None if order.as_confirmed else now + UNDO_WINDOW + IMPORT_HOLD,
        "confirmed_at": now if order.as_confirmed else None,
    }

"""Make one sign-up of several that belong to one person: one link stays, and they are told."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.audit import log
from app.database import transaction
from app.locations import seats
from app.locations.models import Location
from app.mail import outbox
from app.registration import rules
from app.registration.errors import AlreadyEnded, KeepTheFirmest, LocationFull
from app.registration.models import Registration
from app.registration.rules import HOLDS_SEATS
from app.registration.rules import RegistrationState as State
from app.registration.service import naming, waiting
from app.registration.service.bulk import lock_places


@dataclass(frozen=True)
class Merge:
    """Which sign-up stays, for how many people, and which ones end."""

    event_id: int
    keep: uuid.UUID
    others: Sequence[uuid.UUID]
    party_size: int


def merge(*, wanted: Merge, actor: str, now: datetime) -> None:
    """Keep one sign-up, end the others, and tell whoever they belong to.

    :raises AlreadyEnded: when one of them ended or changed meanwhile; sent twice, it is this
    :raises KeepTheFirmest: when another one stands firmer: confirmed, or with a seat
    :raises LocationFull: when too few seats are left for so many; nothing changes
    """
    with transaction() as session:
        rows = _take(session, wanted)
        kept, others = rows[wanted.keep], [rows[other] for other in wanted.others]
        if rules.firmest(row.state for row in rows.values()) != kept.state:
            raise KeepTheFirmest
        freed = Counter({kept.location_id: 0})
        for other in others:
            freed[other.location_id] += other.party_size if other.state in HOLDS_SEATS else 0
        lock_places(session, freed)
        for location_id in sorted(freed):
            seats.give_back(session, location_id, freed[location_id])
        _resize(session, kept, wanted.party_size)
        for other in others:
            _end(session, other, kept, actor=actor, now=now)
        # Only now: the one that stays comes before whoever waits.
        for location_id in sorted(freed):
            waiting.offer_seats(session, location_id, now=now)
        _note(session, kept, "registration.kept_of_several", actor=actor, now=now)
        if kept.contact_box is not None and kept.state in HOLDS_SEATS:
            _owe(session, kept, "registration.changed", now)


def _take(session: Session, wanted: Merge) -> dict[uuid.UUID, Registration]:
    """All of them, held until the transaction ends, in one order everywhere."""
    ids = {wanted.keep, *wanted.others}
    found = session.scalars(
        select(Registration)
        .where(Registration.id.in_(ids), Registration.event_id == wanted.event_id)
        .order_by(Registration.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    rows = {row.id: row for row in found if row.state in rules.CAN_CANCEL}
    if len(rows) != len(ids) or len(ids) < 2:
        raise AlreadyEnded
    return rows


def _resize(session: Session, kept: Registration, party_size: int) -> None:
    more = party_size - kept.party_size
    if kept.state in HOLDS_SEATS and more > 0:
        location = session.get_one(Location, kept.location_id, populate_existing=True)
        if not seats.take(session, location, more):
            raise LocationFull
    elif kept.state in HOLDS_SEATS:
        seats.give_back(session, kept.location_id, -more)
    _set(session, kept, party_size=party_size)


def _end(
    session: Session, other: Registration, kept: Registration, *, actor: str, now: datetime
) -> None:
    _set(session, other, state=State.CANCELLED, ended_at=now, held_until=None)
    naming.forget_name(session, other.id)
    _note(session, other, "registration.merged", actor=actor, now=now)
    # The same address is told by the letter about the one that stays.
    if other.contact_box is not None and other.address_index != kept.address_index:
        _owe(session, other, "registration.cancelled", now)


def _set(session: Session, row: Registration, **values: object) -> None:
    session.execute(
        update(Registration)
        .where(Registration.id == row.id)
        .values(sequence=Registration.sequence + 1, **values)
        .execution_options(synchronize_session=False)
    )


def _owe(session: Session, row: Registration, kind: str, now: datetime) -> None:
    outbox.enqueue(session, kind=kind, event_id=row.event_id, about_id=row.id, now=now)


def _note(session: Session, row: Registration, act: str, *, actor: str, now: datetime) -> None:
    log.record(session, actor=actor, action=act, now=now, event_id=row.event_id, about_id=row.id)

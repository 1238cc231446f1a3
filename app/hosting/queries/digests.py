"""Which hosts have new guests, and how many."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, and_, case, exists, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from app.database import db
from app.events.models import Event
from app.events.queries import PUBLIC
from app.hosting import rules
from app.hosting.models import Host
from app.locations.models import Location, LocationState
from app.registration.models import Registration
from app.registration.rules import RegistrationState

IS_CONFIRMED_THERE = and_(
    Registration.location_id == Host.location_id,
    Registration.state == RegistrationState.CONFIRMED,
)


class Digest(NamedTuple):
    """A host with event and location, and how many people come there."""

    host: Host
    new: int
    expected: int


def events_ahead(now: datetime) -> Sequence[int]:
    """Public events that have not begun."""
    return db.session.scalars(
        select(Event.id).where(Event.state.in_(PUBLIC), Event.starts_at > now).order_by(Event.id)
    ).all()


def claim_due(session: Session, event_id: int, batch_id: uuid.UUID, *, now: datetime) -> None:
    """Give the batch every host who is owed a letter.

    No two mailers get the same host: whoever comes second finds the row locked, or the day
    not over.
    """
    until = now - rules.SETTLED_AFTER
    is_new = exists().where(
        IS_CONFIRMED_THERE,
        Registration.confirmed_at <= until,
        or_(Host.digest_until.is_(None), Registration.confirmed_at > Host.digest_until),
    )
    due = (
        select(Host.id)
        .join(Location, Location.id == Host.location_id)
        .where(
            Host.event_id == event_id,
            Host.digests,
            or_(Host.digest_until.is_(None), Host.digest_until <= until - rules.DIGEST_EVERY),
            Location.state == LocationState.APPROVED,
            is_new,
        )
        .with_for_update(of=Host, skip_locked=True)
        .cte("due")
    )
    session.execute(
        update(Host)
        .where(Host.id.in_(select(due.c.id)))
        .values(digest_since=Host.digest_until, digest_until=until, digest_batch=batch_id)
        .execution_options(synchronize_session=False)
    )


def claimed(event_id: int, batch_id: uuid.UUID) -> Select[uuid.UUID]:
    """The ids of the hosts of a batch."""
    return select(Host.id).where(Host.event_id == event_id, Host.digest_batch == batch_id)


def digests_of(host_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Digest]:
    """By host: what a letter about new guests says."""
    is_new = and_(
        Registration.confirmed_at <= Host.digest_until,
        or_(Host.digest_since.is_(None), Registration.confirmed_at > Host.digest_since),
    )
    rows = db.session.execute(
        select(
            Host.id,
            func.sum(case((is_new, Registration.party_size), else_=0)),
            func.sum(Registration.party_size),
        )
        .join(Registration, IS_CONFIRMED_THERE)
        .where(Host.id.in_(host_ids))
        .group_by(Host.id)
    )
    people = {host_id: (int(new), int(expected)) for host_id, new, expected in rows}
    hosts = db.session.scalars(
        select(Host)
        .where(Host.id.in_(host_ids))
        .options(joinedload(Host.event), joinedload(Host.location))
        .execution_options(populate_existing=True)
    )
    return {host.id: Digest(host, *people.get(host.id, (0, 0))) for host in hosts}

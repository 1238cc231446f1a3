"""Who leads the teams, and who could pass a key on: the SELECTs on that."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Exists, Select, exists, or_, select
from sqlalchemy.orm import aliased

from app.database import db
from app.events.models import Event, EventState
from app.staff.models import EventKeyGrant, EventMember, Organizer, StaffRole
from app.staff.teams import EventKey, members_of


def owners_of(event_id: int) -> Sequence[Organizer]:
    """The active accounts that lead an event's team."""
    owners = Organizer.id.in_(members_of(event_id, StaffRole.OWNER))
    return db.session.scalars(
        select(Organizer).where(owners, Organizer.active).order_by(Organizer.id)
    ).all()


def owners_beside(organizer_id: int) -> Sequence[Organizer]:
    """The other active accounts that lead the team of an event that this one works for."""
    beside = EventMember.event_id.in_(_events_of(organizer_id))
    leads = _leads(EventMember.organizer_id == Organizer.id, beside)
    found = select(Organizer).where(leads, Organizer.active, Organizer.id != organizer_id)
    return db.session.scalars(found.order_by(Organizer.id)).all()


def _events_of(organizer_id: int) -> Select[int]:
    mine = aliased(EventMember)
    return select(mine.event_id).where(mine.organizer_id == organizer_id, mine.left_at.is_(None))


def _leads(*conditions: ColumnElement[bool]) -> Exists:
    return exists().where(
        *conditions, EventMember.role == StaffRole.OWNER, EventMember.left_at.is_(None)
    )


def lock_owners(event_id: int | None = None) -> list[int]:
    """The active owners, held until the transaction ends: two cannot close each other's account.

    :param event_id: only those of this event; else those of any
    """
    mine = (EventMember.event_id == event_id,) if event_id is not None else ()
    leads = _leads(EventMember.organizer_id == Organizer.id, *mine)
    found = select(Organizer.id).where(Organizer.active, leads)
    return list(db.session.scalars(found.order_by(Organizer.id).with_for_update()))


def leads_alone(organizer_id: int) -> bool:
    """Whether an account is the only owner of an event whose data is not deleted."""
    other, owner = aliased(EventMember), aliased(Organizer)
    others = exists().where(
        other.event_id == EventMember.event_id,
        other.role == StaffRole.OWNER,
        other.left_at.is_(None),
        other.organizer_id != organizer_id,
        owner.id == other.organizer_id,
        owner.active,
    )
    alone = _leads(EventMember.organizer_id == organizer_id, ~others).where(
        Event.id == EventMember.event_id, Event.state != EventState.ARCHIVED
    )
    return bool(db.session.scalar(select(alone)))


def is_held_beside(organizer_id: int, event: EventKey) -> bool:
    """Whether another owner of an event holds its key, and may pass it on."""
    others = (
        exists()
        .where(EventKeyGrant.key_id == event.key_id, EventKeyGrant.organizer_id != organizer_id)
        .where(EventKeyGrant.organizer_id.in_(members_of(event.id, StaffRole.OWNER)))
        .where(Organizer.id == EventKeyGrant.organizer_id, Organizer.active)
    )
    return bool(db.session.scalar(select(others)))


def holds_a_last_key(organizer_id: int) -> bool:
    """Whether an account holds an event's key that no other owner of that event holds and may
    pass on; or whether no other owner of its events holds any."""
    other, owner = aliased(EventKeyGrant), aliased(Organizer)
    leads = _leads(
        EventMember.organizer_id == owner.id,
        EventMember.event_id.in_(_events_of(organizer_id)),
        EventMember.event_id == Event.id,
        Event.key_id == other.key_id,
    )
    others = exists().where(
        other.organizer_id == owner.id, owner.id != organizer_id, owner.active, leads
    )
    alone = exists().where(
        EventKeyGrant.organizer_id == organizer_id,
        ~others.where(other.key_id == EventKeyGrant.key_id),
    )
    return bool(db.session.scalar(select(or_(alone, ~others))))

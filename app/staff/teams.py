"""Who works for which event, and which key its people are sealed to: the SELECTs on that."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Select, exists, select

from app.database import db
from app.events.models import Event, EventState
from app.staff import rules
from app.staff.models import EventKeyGrant, EventMember, Organizer, StaffRole
from app.staff.person import Post


class EventKey(NamedTuple):
    """An event that somebody may join, and the key that its people are sealed to."""

    id: int
    key_id: int


def members_of(event_id: int, role: StaffRole | None = None) -> Select[int]:
    """The numbers of the accounts that work for an event, for use inside of other statements.

    :param role: only those that do so as this
    """
    found = select(EventMember.organizer_id).where(
        EventMember.event_id == event_id, EventMember.left_at.is_(None)
    )
    return found.where(EventMember.role == role) if role else found


def events_to_join(slug: str = "") -> list[EventKey]:
    """Every event whose data is not deleted, or the one with this slug; oldest first."""
    found = select(Event.id, Event.key_id).where(Event.state != EventState.ARCHIVED)
    if slug:
        found = found.where(Event.slug == slug)
    return [EventKey(*row) for row in db.session.execute(found.order_by(Event.id))]


def all_key_ids() -> set[int]:
    """The numbers of the keys of all events, those that are over as well."""
    return set(db.session.scalars(select(Event.key_id)))


def find_grant(organizer_id: int, key_id: int) -> EventKeyGrant | None:
    """What an account holds of an event's key."""
    return db.session.get(EventKeyGrant, (organizer_id, key_id))


def posts_of(organizer_id: int) -> dict[str, Post]:
    """As what an account works for each of its events, by slug."""
    found = (
        select(Event.slug, EventMember.role, EventMember.scope)
        .join(Event, Event.id == EventMember.event_id)
        .where(EventMember.organizer_id == organizer_id, EventMember.left_at.is_(None))
    )
    return {slug: Post(role.value, tuple(scope)) for slug, role, scope in db.session.execute(found)}


def may_hold_a_key(organizer: Organizer) -> bool:
    """Whether an account is in any event what may hold a key; or was made as it, before there
    is one."""
    posts = posts_of(organizer.id).values()
    roles = [post.role for post in posts] or [organizer.role.value]
    return any(rules.may(role, rules.KEY_HOLD) for role in roles)


def find_role(event_id: int, organizer_id: int) -> StaffRole | None:
    """As what an account works for an event, or None where it does not."""
    return db.session.scalar(
        select(EventMember.role).where(
            EventMember.event_id == event_id,
            EventMember.organizer_id == organizer_id,
            EventMember.left_at.is_(None),
        )
    )


def find_member(event_id: int, organizer_id: int) -> EventMember | None:
    """Somebody's work for an event, or None where they have none."""
    found = select(EventMember).where(
        EventMember.event_id == event_id,
        EventMember.organizer_id == organizer_id,
        EventMember.left_at.is_(None),
    )
    return db.session.scalar(found.execution_options(populate_existing=True))


def memberships_of(organizer_id: int) -> Sequence[EventMember]:
    """The events that an account works for."""
    found = select(EventMember).where(
        EventMember.organizer_id == organizer_id, EventMember.left_at.is_(None)
    )
    return db.session.scalars(found.execution_options(populate_existing=True)).all()


def is_member(event_id: int, organizer_id: int) -> bool:
    """Whether an account works for an event."""
    found = members_of(event_id).where(EventMember.organizer_id == organizer_id)
    return db.session.scalar(found) is not None


def shares_key(organizer_id: int, key_id: int) -> bool:
    """Whether an account works for an event whose people are sealed to this key."""
    found = (
        exists()
        .where(EventMember.organizer_id == organizer_id, EventMember.left_at.is_(None))
        .where(Event.id == EventMember.event_id, Event.key_id == key_id)
    )
    return bool(db.session.scalar(select(found)))


def needs_key(organizer_id: int, key_id: int) -> bool:
    """Whether an account has, in an event of this key, a role that reads names."""
    found = (
        select(EventMember.role)
        .join(Event, Event.id == EventMember.event_id)
        .where(EventMember.organizer_id == organizer_id, EventMember.left_at.is_(None))
        .where(Event.key_id == key_id)
    )
    return any(rules.may(role, rules.KEY_HOLD) for role in db.session.scalars(found))


def ever_members_of(event_id: int) -> Sequence[int]:
    """The number of every account that works or worked for an event, oldest first."""
    found = select(EventMember.organizer_id).where(EventMember.event_id == event_id)
    return db.session.scalars(found.order_by(EventMember.organizer_id)).all()

"""Another role, or another part of the world, for somebody who works for an event."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.audit import log
from app.database import transaction
from app.staff import owners, rules, teams
from app.staff.errors import LastKey, LastOwner, OrganizerNotFound
from app.staff.models import EventKeyGrant, EventMember, Organizer, StaffRole
from app.staff.person import Post, SignedIn
from app.staff.service.accounts import put_grant
from app.staff.teams import EventKey


def change_post(
    *, actor: SignedIn, organizer_id: int, event: EventKey, post: Post, now: datetime
) -> bool:
    """Let somebody work for an event as something else, from their next request on.

    Whoever sees names no more loses the key. Whoever leads no more loses what hangs on it, the
    tokens that they made; their key is wrapped anew where the actor can do that.

    :return: whether they may hold the key now and do not: somebody has to give it
    :raises LastKey: no other owner holds the key that would go
    :raises LastOwner: nobody else could lead this event's team
    :raises OrganizerNotFound: no such account in this event's team
    """
    event_key = actor.event_key(event.key_id)
    with transaction() as session:
        leading = owners.lock_owners(event.id)
        member = teams.find_member(event.id, organizer_id)
        if member is None:
            raise OrganizerNotFound
        if leading == [organizer_id] and post.role != rules.OWNER:
            raise LastOwner
        was = member.role
        member.role = StaffRole(post.role)
        member.scope = rules.countries_of(list(post.scope))
        session.flush()
        if rules.ends_grant(was, post.role):
            _end_grant(session, member, event, event_key, actor=actor, now=now)
        log.record(
            session,
            actor=actor.actor,
            action="staff.post_changed",
            now=now,
            event_id=event.id,
            detail={"organizer": organizer_id, "role": post.role, "scope": list(member.scope)},
        )
        holds = teams.find_grant(organizer_id, event.key_id) is not None
    return rules.may(post.role, rules.KEY_HOLD) and not holds


def _end_grant(
    session: Session,
    member: EventMember,
    event: EventKey,
    event_key: bytes | None,
    *,
    actor: SignedIn,
    now: datetime,
) -> None:
    held = teams.find_grant(member.organizer_id, event.key_id)
    if held is None:
        return
    if not owners.is_held_beside(member.organizer_id, event):
        raise LastKey
    session.execute(
        delete(EventKeyGrant).where(
            EventKeyGrant.organizer_id == member.organizer_id, EventKeyGrant.key_id == event.key_id
        )
    )
    if event_key is not None and teams.needs_key(member.organizer_id, event.key_id):
        organizer = session.get_one(Organizer, member.organizer_id)
        put_grant(session, organizer, event_key, key_id=event.key_id, giver=actor.id, now=now)

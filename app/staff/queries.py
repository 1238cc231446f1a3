"""Reading accounts, their keys, sessions and invitations."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, or_, select

from app.database import db
from app.events.models import Event
from app.mail.models import Outbox
from app.staff.errors import InvitationNotFound, OrganizerNotFound
from app.staff.factors import has_factor
from app.staff.models import (
    EventKeyGrant,
    EventMember,
    HalfSignIn,
    Organizer,
    OrganizerInvitation,
    OrganizerSession,
    PasswordReset,
    SecondFactorDemand,
    StaffRole,
)
from app.staff.person import Post
from app.staff.rules import SessionLimits

MOST_SESSIONS = 100
"""On one page: ending all others ends whatever else there is."""


_demand = exists().where(
    SecondFactorDemand.event_id == EventMember.event_id,
    EventMember.organizer_id == OrganizerSession.organizer_id,
    EventMember.left_at.is_(None),
)


class SessionAndGrants(NamedTuple):
    """A session's row, whose it is, and the account's sealed event keys by key id."""

    session: OrganizerSession
    organizer: Organizer
    grants: dict[int, bytes]
    second_factor: bool
    """Has the account one?"""
    demanded: bool
    """Does an event that it works for ask the team for one?"""
    posts: dict[str, Post]
    """As what it works for each of its events, by slug."""


class Member(NamedTuple):
    """Somebody of the team, and whether they can open names."""

    organizer: Organizer
    role: StaffRole
    scope: list[str]
    identity_box: bytes | None
    holds_key: bool
    demanded: bool
    """Whether the event asks its team for a second factor; the same for all of them."""


class Invited(NamedTuple):
    """An invitation, and its newest letter."""

    invitation: OrganizerInvitation
    letter: Outbox | None


def find_by_address(address_index: bytes) -> Organizer | None:
    """The account with this blind index, active or not."""
    return db.session.scalar(select(Organizer).where(Organizer.address_index == address_index))


def find_organizer(organizer_id: int) -> Organizer | None:
    """The account with this id, active or not."""
    return db.session.scalar(select(Organizer).where(Organizer.id == organizer_id))


def get_organizer(organizer_id: int) -> Organizer:
    """The active account with this id.

    :raises OrganizerNotFound: none, or deactivated
    """
    found = find_organizer(organizer_id)
    if found is None or not found.active:
        raise OrganizerNotFound
    return found


def active_accounts() -> Sequence[Organizer]:
    """Every account that is not closed."""
    return db.session.scalars(select(Organizer).where(Organizer.active)).all()


def find_session(session_id: uuid.UUID) -> SessionAndGrants | None:
    """A session, its account, the account's grants and what it is in each event, in one
    statement."""
    rows = db.session.execute(
        select(
            OrganizerSession,
            Organizer,
            EventKeyGrant,
            EventMember,
            Event.slug,
            has_factor(OrganizerSession.organizer_id).label("factor"),
            _demand.label("demand"),
        )
        .join(Organizer, Organizer.id == OrganizerSession.organizer_id)
        .outerjoin(EventKeyGrant, EventKeyGrant.organizer_id == OrganizerSession.organizer_id)
        .outerjoin(
            EventMember,
            and_(
                EventMember.organizer_id == OrganizerSession.organizer_id,
                EventMember.left_at.is_(None),
            ),
        )
        .outerjoin(Event, Event.id == EventMember.event_id)
        .where(OrganizerSession.id == session_id)
        .execution_options(populate_existing=True)
    ).all()
    if not rows:
        return None
    return SessionAndGrants(
        rows[0].OrganizerSession,
        rows[0].Organizer,
        {r.EventKeyGrant.key_id: r.EventKeyGrant.sealed for r in rows if r.EventKeyGrant},
        second_factor=bool(rows[0].factor),
        demanded=bool(rows[0].demand),
        posts={
            row.slug: Post(row.EventMember.role.value, tuple(row.EventMember.scope))
            for row in rows
            if row.EventMember
        },
    )


def sessions_of(organizer_id: int, limits: SessionLimits, now: datetime) -> list[OrganizerSession]:
    """The sessions of an account that have not ended by themselves; the ones used last."""
    found = select(OrganizerSession).where(
        OrganizerSession.organizer_id == organizer_id,
        OrganizerSession.created_at > now - limits.whole,
        OrganizerSession.seen_at > now - limits.idle,
    )
    order = (OrganizerSession.seen_at.desc(), OrganizerSession.id.desc())
    return list(db.session.scalars(found.order_by(*order).limit(MOST_SESSIONS)))


def grants_of(organizer_id: int) -> dict[int, bytes]:
    """An account's sealed event keys by key id."""
    rows = db.session.scalars(
        select(EventKeyGrant).where(EventKeyGrant.organizer_id == organizer_id)
    )
    return {row.key_id: row.sealed for row in rows}


def find_half(half_id: uuid.UUID) -> HalfSignIn | None:
    """A sign-in that waits for its code, in time or not."""
    return db.session.scalar(select(HalfSignIn).where(HalfSignIn.id == half_id))


def get_invitation(invitation_id: uuid.UUID, now: datetime) -> OrganizerInvitation:
    """An invitation that can still be accepted.

    :raises InvitationNotFound: accepted, withdrawn or run out
    """
    found = find_invitation(invitation_id)
    if found is None or found.expires_at <= now:
        raise InvitationNotFound
    return found


def find_invitation(invitation_id: uuid.UUID) -> OrganizerInvitation | None:
    """The invitation with this id, run out or not."""
    return db.session.scalar(
        select(OrganizerInvitation).where(OrganizerInvitation.id == invitation_id)
    )


def team(event_id: int, key_id: int) -> Sequence[Member]:
    """Every active account that works for an event, oldest first, and whether it holds its key."""
    demanded = exists().where(SecondFactorDemand.event_id == event_id)
    rows = db.session.execute(
        select(Organizer, EventMember, EventKeyGrant.key_id, demanded)
        .join(EventMember, EventMember.organizer_id == Organizer.id)
        .outerjoin(
            EventKeyGrant,
            (EventKeyGrant.organizer_id == Organizer.id) & (EventKeyGrant.key_id == key_id),
        )
        .where(Organizer.active, EventMember.event_id == event_id, EventMember.left_at.is_(None))
        .order_by(Organizer.id)
    )
    return [
        Member(
            organizer,
            member.role,
            member.scope,
            member.identity_box,
            held is not None,
            demanded=bool(demand),
        )
        for organizer, member, held, demand in rows
    ]


def open_invitations(event_id: int, now: datetime) -> list[Invited]:
    """An event's invitations that wait for an answer, oldest first, in one statement."""
    rows = db.session.execute(
        select(OrganizerInvitation, Outbox)
        .outerjoin(Outbox, Outbox.about_id == OrganizerInvitation.id)
        .where(OrganizerInvitation.expires_at > now)
        .where(_of_event(event_id))
        .order_by(OrganizerInvitation.id, Outbox.id)
    )
    # A later row of the same invitation is a newer letter.
    return list(
        {invitation.id: Invited(invitation, letter) for invitation, letter in rows}.values()
    )


def _of_event(event_id: int) -> ColumnElement[bool]:
    return or_(OrganizerInvitation.event_id == event_id, OrganizerInvitation.event_id.is_(None))


def find_reset(reset_id: uuid.UUID) -> PasswordReset | None:
    """What was asked for with this id, run out or not."""
    return db.session.scalar(select(PasswordReset).where(PasswordReset.id == reset_id))

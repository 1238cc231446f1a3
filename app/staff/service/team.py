"""The team: invitations, passing the key on, and leaving."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from uuid_utils.compat import uuid7

from app.audit import log
from app.database import transaction
from app.mail import outbox
from app.staff import accounts, owners, queries, rules, teams
from app.staff.errors import (
    AddressTaken,
    HoldsNoKey,
    LastOwner,
    MayNotReadPeople,
    OrganizerNotFound,
)
from app.staff.models import EventKeyGrant, Organizer, OrganizerInvitation, StaffRole
from app.staff.person import Post, SignedIn
from app.staff.service.accounts import (
    end_access,
    put_grant,
    seal_contact,
)
from app.staff.service.members import join, leave, seal_identity
from app.staff.teams import EventKey

LETTER = "staff.invitation"


@dataclass(frozen=True)
class Invitation:
    """Who shall join, and as what."""

    email: str
    role: StaffRole
    scope: tuple[str, ...] = ()
    language: str = "en"
    event: EventKey | None = None
    """Which event's team; None for that of every event there is."""


def invite(*, inviter: SignedIn, invitation: Invitation, now: datetime) -> uuid.UUID:
    """Hold a place in the team and queue its letter; a newer invitation replaces an older one.

    :raises AddressTaken: an active account has this address; `add` lets it join
    """
    index = accounts.address_index(invitation.email)
    found = queries.find_by_address(index)
    if found is not None and found.active:
        raise AddressTaken
    event_id, key_id = invitation.event or (None, rules.FIRST_KEY_ID)
    row = OrganizerInvitation(
        id=uuid7(),
        event_id=event_id,
        address_index=index,
        contact_box=seal_contact(invitation.email, invitation.language, index, now),
        identity_box=seal_identity(invitation.email, index, key_id, now),
        role=invitation.role,
        scope=rules.countries_of(list(invitation.scope)),
        language=invitation.language,
        invited_by=inviter.id,
        created_at=now,
        expires_at=now + rules.INVITATION_LIMIT,
    )
    with transaction() as session:
        session.execute(
            delete(OrganizerInvitation).where(
                OrganizerInvitation.address_index == index,
                OrganizerInvitation.event_id == event_id
                if event_id
                else OrganizerInvitation.event_id.is_(None),
            )
        )
        session.add(row)
        session.flush()
        outbox.enqueue(session, kind=LETTER, event_id=None, now=now, about_id=row.id)
        log.record(
            session,
            actor=inviter.actor,
            action="staff.invited",
            now=now,
            event_id=event_id,
            about_id=row.id,
            detail={"role": row.role.value},
        )
    return row.id


def add(*, inviter: SignedIn, invitation: Invitation, now: datetime) -> bool:
    """Let an account that is there work for this event too, as what it is invited.

    :return: whether it was not of the team before
    :raises OrganizerNotFound: no active account has this address
    """
    assert invitation.event is not None
    index, event = accounts.address_index(invitation.email), invitation.event
    box = seal_identity(invitation.email, index, event.key_id, now)
    with transaction() as session:
        organizer = queries.find_by_address(index)
        if organizer is None or not organizer.active:
            raise OrganizerNotFound
        if teams.is_member(event.id, organizer.id):
            return False
        post = Post(invitation.role, invitation.scope)
        join(session, organizer, event.id, box=box, now=now, post=post)
        log.record(
            session,
            actor=inviter.actor,
            action="staff.added",
            now=now,
            event_id=event.id,
            detail={"organizer": organizer.id, "role": invitation.role.value},
        )
    return True


def withdraw(
    *, inviter: SignedIn, invitation_id: uuid.UUID, now: datetime, event_id: int | None = None
) -> None:
    """Take an invitation back, one of this event; its link stops working."""
    with transaction() as session:
        found = queries.find_invitation(invitation_id)
        if found is None or (event_id and found.event_id not in (event_id, None)):
            return
        session.delete(found)
        log.record(
            session,
            actor=inviter.actor,
            action="staff.invitation_withdrawn",
            now=now,
            event_id=event_id,
            about_id=invitation_id,
        )


def grant_key(
    *, giver: SignedIn, organizer_id: int, now: datetime, event: EventKey | None = None
) -> None:
    """Seal an event's key to a colleague's own key; from then on both open the same names.

    :param event: None for the first key, where there is no event yet

    :raises HoldsNoKey: the giver cannot open it
    :raises MayNotReadPeople: the colleague's role sees numbers only
    :raises OrganizerNotFound: no such active account
    """
    event_id, key_id = event or (None, rules.FIRST_KEY_ID)
    event_key = giver.event_key(key_id)
    if event_key is None:
        raise HoldsNoKey
    with transaction() as session:
        organizer = session.get(Organizer, organizer_id, populate_existing=True)
        if organizer is None or not organizer.active:
            raise OrganizerNotFound
        role = teams.find_role(event_id, organizer_id) if event_id else organizer.role
        if role is None:
            raise OrganizerNotFound
        if not rules.may(role, rules.KEY_HOLD):
            raise MayNotReadPeople
        put_grant(session, organizer, event_key, key_id=key_id, giver=giver.id, now=now)
        log.record(
            session,
            actor=giver.actor,
            action="staff.key_granted",
            now=now,
            event_id=event_id,
            detail={"organizer": organizer_id},
        )


def let_go(*, actor: SignedIn, organizer_id: int, event: EventKey, now: datetime) -> bool:
    """End somebody's work for one event; their next request finds it closed.

    An account that works for no other event is closed.

    :return: whether the account was closed
    :raises LastOwner: nobody else could lead this event's team
    :raises OrganizerNotFound: no such account in this event's team
    """
    with transaction() as session:
        leading = owners.lock_owners(event.id)
        if not teams.is_member(event.id, organizer_id):
            raise OrganizerNotFound
        if leading == [organizer_id]:
            raise LastOwner
        elsewhere = [m for m in teams.memberships_of(organizer_id) if m.event_id != event.id]
        if elsewhere:
            leave(session.get_one(Organizer, organizer_id), now, event.id)
            session.flush()
            if not teams.shares_key(organizer_id, event.key_id):
                session.execute(
                    delete(EventKeyGrant).where(
                        EventKeyGrant.organizer_id == organizer_id,
                        EventKeyGrant.key_id == event.key_id,
                    )
                )
            log.record(
                session,
                actor=actor.actor,
                action="staff.let_go",
                now=now,
                event_id=event.id,
                detail={"organizer": organizer_id},
            )
    if not elsewhere:
        deactivate(actor=actor, organizer_id=organizer_id, now=now)
    return not elsewhere


def deactivate(*, actor: SignedIn, organizer_id: int, now: datetime) -> None:
    """Close an account: its sessions and its keys end with this act.

    :raises LastOwner: nobody else could lead the team
    :raises OrganizerNotFound: no such active account
    """
    with transaction() as session:
        owners.lock_owners()
        organizer = session.get(Organizer, organizer_id, populate_existing=True)
        if organizer is None or not organizer.active:
            raise OrganizerNotFound
        if owners.leads_alone(organizer_id):
            raise LastOwner
        leave(organizer, now)
        organizer.active = False
        organizer.fs_uniquifier = secrets.token_hex(16)
        end_access(session, organizer)
        log.record(
            session,
            actor=actor.actor,
            action="staff.deactivated",
            now=now,
            detail={"organizer": organizer_id},
        )

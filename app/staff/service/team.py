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
from app.staff import accounts, queries, rules
from app.staff.errors import (
    AddressTaken,
    HoldsNoKey,
    InvitationNotFound,
    LastOwner,
    MayNotReadPeople,
    OrganizerNotFound,
)
from app.staff.models import Organizer, OrganizerInvitation, StaffRole
from app.staff.person import SignedIn
from app.staff.service.accounts import (
    KEY_ID,
    Boxes,
    credentials,
    end_access,
    put_account,
    put_grant,
    seal_address,
)

LETTER = "staff.invitation"


@dataclass(frozen=True)
class Invitation:
    """Who shall join, and as what."""

    email: str
    role: StaffRole
    scope: tuple[str, ...] = ()
    language: str = "en"


def invite(*, inviter: SignedIn, invitation: Invitation, now: datetime) -> uuid.UUID:
    """Hold a place in the team and queue its letter; a newer invitation replaces an older one.

    :raises AddressTaken: an active account has this address
    """
    index = accounts.address_index(invitation.email)
    found = queries.find_by_address(index)
    if found is not None and found.active:
        raise AddressTaken
    boxes = seal_address(invitation.email, invitation.language, index, now)
    row = OrganizerInvitation(
        id=uuid7(),
        address_index=index,
        contact_box=boxes.contact,
        identity_box=boxes.identity,
        role=invitation.role,
        scope=rules.countries_of(list(invitation.scope)),
        language=invitation.language,
        invited_by=inviter.id,
        created_at=now,
        expires_at=now + rules.INVITATION_LIMIT,
    )
    with transaction() as session:
        session.execute(
            delete(OrganizerInvitation).where(OrganizerInvitation.address_index == index)
        )
        session.add(row)
        session.flush()
        outbox.enqueue(session, kind=LETTER, event_id=None, now=now, about_id=row.id)
        log.record(
            session,
            actor=inviter.actor,
            action="staff.invited",
            now=now,
            about_id=row.id,
            detail={"role": row.role.value},
        )
    return row.id


def withdraw(*, inviter: SignedIn, invitation_id: uuid.UUID, now: datetime) -> None:
    """Take an invitation back; its link stops working."""
    with transaction() as session:
        session.execute(delete(OrganizerInvitation).where(OrganizerInvitation.id == invitation_id))
        log.record(
            session,
            actor=inviter.actor,
            action="staff.invitation_withdrawn",
            now=now,
            about_id=invitation_id,
        )


def accept(*, invitation_id: uuid.UUID, password: str, now: datetime) -> None:
    """Make the account that an invitation promised; it holds no event key yet.

    :raises InvitationNotFound: accepted already, withdrawn or run out
    :raises WeakPassword: shorter than 12 characters
    """
    index = queries.get_invitation(invitation_id, now).address_index
    values = credentials(password, index)
    with transaction() as session:
        row = queries.find_invitation(invitation_id)
        if row is None:
            raise InvitationNotFound
        boxes = Boxes(row.contact_box, row.identity_box)
        organizer = put_account(
            session, index, boxes, values, role=row.role, scope=tuple(row.scope), now=now
        )
        session.delete(row)
        log.record(
            session,
            actor=log.organizer(organizer.id, row.role.value),
            action="staff.joined",
            now=now,
            about_id=invitation_id,
            detail={"role": row.role.value},
        )


def grant_key(*, giver: SignedIn, organizer_id: int, now: datetime) -> None:
    """Seal the event's key to a colleague's own key; from then on both open the same names.

    :raises HoldsNoKey: the giver cannot open it
    :raises MayNotReadPeople: the colleague's role sees numbers only
    :raises OrganizerNotFound: no such active account
    """
    event_key = giver.event_key(KEY_ID)
    if event_key is None:
        raise HoldsNoKey
    with transaction() as session:
        organizer = session.get(Organizer, organizer_id, populate_existing=True)
        if organizer is None or not organizer.active:
            raise OrganizerNotFound
        if not rules.may(organizer.role, rules.KEY_HOLD):
            raise MayNotReadPeople
        put_grant(session, organizer, event_key, giver=giver.id, now=now)
        log.record(
            session,
            actor=giver.actor,
            action="staff.key_granted",
            now=now,
            detail={"organizer": organizer_id},
        )


def deactivate(*, actor: SignedIn, organizer_id: int, now: datetime) -> None:
    """Close an account: its sessions and its key end with this act.

    :raises LastOwner: nobody else could lead the team
    :raises OrganizerNotFound: no such active account
    """
    with transaction() as session:
        owners = queries.lock_owners()
        organizer = session.get(Organizer, organizer_id, populate_existing=True)
        if organizer is None or not organizer.active:
            raise OrganizerNotFound
        if owners == [organizer_id]:
            raise LastOwner
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

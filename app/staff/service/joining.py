"""Taking a place in a team: with a new account, or with the one that somebody has."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from app.audit import log
from app.database import transaction
from app.staff import queries, teams
from app.staff.errors import AddressTaken, InvitationNotFound
from app.staff.models import Organizer, OrganizerInvitation, StaffRole
from app.staff.person import Post, SignedIn
from app.staff.service.accounts import credentials, put_account
from app.staff.service.members import join


def accept(*, invitation_id: uuid.UUID, password: str, now: datetime) -> None:
    """Make the account that an invitation promised; it holds no event key yet.

    :raises AddressTaken: there is an active account by now, which joins by `accept_as`
    :raises InvitationNotFound: accepted already, withdrawn or run out
    :raises WeakPassword: shorter than 12 characters
    """
    index = queries.get_invitation(invitation_id, now).address_index
    values = credentials(password, index)
    with transaction() as session:
        row = queries.get_invitation(invitation_id, now)
        found = queries.find_by_address(index)
        if found is not None and found.active:
            raise AddressTaken
        organizer = put_account(
            session, index, row.contact_box, values, role=row.role, scope=tuple(row.scope), now=now
        )
        _join(session, organizer, row, now)


def accept_as(*, person: SignedIn, invitation_id: uuid.UUID, now: datetime) -> None:
    """Let somebody who is signed in take the place that their address was invited to.

    :raises InvitationNotFound: accepted already, withdrawn, run out, or for another address
    """
    with transaction() as session:
        row = queries.get_invitation(invitation_id, now)
        if row.address_index != person.address_index:
            raise InvitationNotFound
        _join(session, session.get_one(Organizer, person.id), row, now)


def _join(session: Session, organizer: Organizer, row: OrganizerInvitation, now: datetime) -> None:
    """Whoever works there already becomes what the invitation says, but for an owner."""
    post = Post(row.role.value, tuple(row.scope))
    events = [row.event_id] if row.event_id else [e.id for e in teams.events_to_join()]
    for event_id in events:
        if teams.find_role(event_id, organizer.id) != StaffRole.OWNER:
            join(session, organizer, event_id, box=row.identity_box, now=now, post=post)
    session.delete(row)
    log.record(
        session,
        actor=log.organizer(organizer.id, post.role),
        action="staff.joined",
        now=now,
        event_id=row.event_id,
        about_id=row.id,
        detail={"role": post.role},
    )

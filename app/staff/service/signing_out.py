"""Ending sessions: this one, another one, all others, all of them."""

import secrets
import uuid
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.audit import log
from app.database import transaction
from app.staff.models import HalfSignIn, Organizer, OrganizerSession
from app.staff.person import SignedIn


def sign_out(*, organizer_id: int, session_id: uuid.UUID, now: datetime) -> None:
    """End one session for good: its cookie opens nothing any more."""
    with transaction() as session:
        session.execute(delete(OrganizerSession).where(OrganizerSession.id == session_id))
        organizer = session.get_one(Organizer, organizer_id)
        log.record(session, actor=_actor(organizer), action="staff.signed_out", now=now)


def sign_out_everywhere(*, organizer_id: int, now: datetime) -> None:
    """End every session of an account, on all its devices."""
    with transaction() as session:
        organizer = session.get_one(Organizer, organizer_id)
        end_all(session, organizer)
        log.record(
            session,
            actor=_actor(organizer),
            action="staff.signed_out_everywhere",
            now=now,
        )


def end_session(*, person: SignedIn, session_id: uuid.UUID, now: datetime) -> None:
    """End another session of the own account; one that is over already is no fault."""
    with transaction() as session:
        ended = session.execute(
            delete(OrganizerSession)
            .where(OrganizerSession.id == session_id, OrganizerSession.organizer_id == person.id)
            .returning(OrganizerSession.id)
        ).all()
        if ended:
            log.record(session, actor=person.actor, action="staff.session_ended", now=now)


def end_other_sessions(*, person: SignedIn, kept: uuid.UUID, now: datetime) -> None:
    """End every session of the own account but one, and whatever waits for its code."""
    with transaction() as session:
        own = OrganizerSession.organizer_id == person.id
        session.execute(delete(OrganizerSession).where(own, OrganizerSession.id != kept))
        session.execute(delete(HalfSignIn).where(HalfSignIn.organizer_id == person.id))
        log.record(session, actor=person.actor, action="staff.other_sessions_ended", now=now)


def end_all(session: Session, organizer: Organizer) -> None:
    """Delete every session of an account, inside the caller's transaction."""
    organizer.fs_uniquifier = secrets.token_hex(16)
    for table in (OrganizerSession, HalfSignIn):
        session.execute(delete(table).where(table.organizer_id == organizer.id))


def _actor(organizer: Organizer) -> log.Actor:
    return log.organizer(organizer.id, organizer.role.value)

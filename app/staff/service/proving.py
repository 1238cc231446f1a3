"""Showing once more who one is, before much is taken out."""

import uuid
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.audit import log
from app.database import transaction
from app.staff import accounts, factors, queries
from app.staff.errors import PasskeyRefused, SecondFactorExists, WrongCode, WrongPassword
from app.staff.models import Organizer, OrganizerSession
from app.staff.person import SignedIn
from app.staff.service.passkeys import Answer, asked_to_prove, spend_answer
from app.staff.service.second_factor import spend_code


def prove_by_code(*, person: SignedIn, session_id: uuid.UUID, code: str, now: datetime) -> None:
    """Take a code of the second factor for the session that is open.

    :raises WrongCode: neither the app's code nor a recovery code that is left
    :raises TooManyCodes: ten wrong ones within an hour
    """
    with transaction() as session:
        organizer = session.get_one(Organizer, person.id, populate_existing=True)
        right = spend_code(session, organizer, code, now=now)
        if right:
            _note(session, person, session_id, now)
    if not right:
        raise WrongCode


def prove_by_passkey(
    *, person: SignedIn, session_id: uuid.UUID, answer: str, now: datetime
) -> None:
    """Take a passkey's answer for the session that is open.

    :raises PasskeyRefused: not an answer to a question of now, by a passkey of this account
    """
    with transaction() as session:
        organizer = session.get_one(Organizer, person.id, populate_existing=True)
        asked = asked_to_prove(person, session_id, now)
        right = spend_answer(session, organizer, Answer(answer, asked), now=now)
        if right:
            _note(session, person, session_id, now)
    if not right:
        raise PasskeyRefused


def prove_by_password(
    *, person: SignedIn, session_id: uuid.UUID, password: str, now: datetime
) -> None:
    """Take the password, which is enough for an account that has nothing else.

    :raises WrongPassword: not the present password
    :raises SecondFactorExists: the account has one, so its code is asked for
    """
    if not accounts.verify_password(password, queries.get_organizer(person.id).password)[0]:
        raise WrongPassword
    with transaction() as session:
        if factors.has_second_factor(person.id):
            raise SecondFactorExists
        _note(session, person, session_id, now)


def _note(session: Session, person: SignedIn, session_id: uuid.UUID, now: datetime) -> None:
    session.execute(
        update(OrganizerSession).where(OrganizerSession.id == session_id).values(proven_at=now)
    )
    log.record(session, actor=person.actor, action="staff.proven", now=now)

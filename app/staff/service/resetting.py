"""A new password by letter: it opens the account, and none of the names.

The old password locked the key that opens them, so nothing here could bring it back; and
whoever only holds a mailbox shall not have an owner's powers. docs/adr/0030 says more.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from app.audit import log
from app.database import transaction
from app.mail import outbox
from app.staff import accounts, factors, owners, resets, rules, teams
from app.staff.errors import LastKeyHolder, WrongCode
from app.staff.models import Organizer, PasswordReset
from app.staff.service.accounts import credentials, end_sessions_and_grants
from app.staff.service.letters import tell
from app.staff.service.second_factor import spend_code
from app.web.tokens import Opened

LETTER = "staff.reset"
TOLD = "staff.reset_done"


def ask_for_reset(*, email: str, now: datetime) -> None:
    """Owe a letter with a link; the mailer finds out whether there is such an account."""
    row = PasswordReset(id=uuid7(), address_index=accounts.address_index(email), created_at=now)
    with transaction() as session:
        session.execute(
            delete(PasswordReset).where(PasswordReset.created_at <= now - rules.RESET_LIMIT)
        )
        session.add(row)
        session.flush()
        outbox.enqueue(session, kind=LETTER, event_id=None, now=now, about_id=row.id)


def reset_password(*, link: Opened, password: str, code: str, now: datetime) -> None:
    """Give an account another password; its sessions and its key to the names end.

    :param code: of the second factor, where the account has one

    :raises ResetNotFound: the link was used, has run out, or was ended
    :raises LastKeyHolder: nobody could give the key again
    :raises WeakPassword: shorter than 12 characters
    :raises WrongCode: neither the app's code nor a recovery code that is left
    :raises TooManyCodes: ten wrong ones within an hour
    """
    found = resets.get_holder(link, now)
    # Before the locks: stretching a password takes a while.
    values = credentials(password, found.address_index)
    with transaction() as session:
        # Two owners at once must not each count on the other's key.
        owners.lock_owners()
        session.get_one(Organizer, found.id, populate_existing=True, with_for_update=True)
        organizer = resets.get_holder(link, now)
        if resets.takes_the_last_key(organizer):
            raise LastKeyHolder
        right = not factors.has_second_factor(organizer.id) or spend_code(
            session, organizer, code, now=now
        )
        if right:
            _put(session, organizer, values, now)
            _tell(session, organizer, now)
    if not right:
        raise WrongCode


def _put(session: Session, organizer: Organizer, values: Mapping[str, Any], now: datetime) -> None:
    for name, value in values.items():
        setattr(organizer, name, value)
    end_sessions_and_grants(session, organizer)
    if teams.may_hold_a_key(organizer):
        organizer.reset_at = now
    # Recovery codes that wait to be kept were sealed to the former key.
    organizer.codes_box = None
    session.execute(
        delete(PasswordReset).where(PasswordReset.address_index == organizer.address_index)
    )


def _tell(session: Session, organizer: Organizer, now: datetime) -> None:
    tell(session, organizer, TOLD, now=now)
    for owner in owners.owners_beside(organizer.id):
        tell(session, owner, TOLD, now=now, by=organizer.id)
    actor = log.organizer(organizer.id, organizer.role.value)
    log.record(session, actor=actor, action="staff.password_reset", now=now)

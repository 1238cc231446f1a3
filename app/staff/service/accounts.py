"""Making accounts and bringing them back, on the operator's word."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit import log
from app.database import transaction
from app.staff import accounts, queries, rules, unlock
from app.staff.errors import AddressTaken, OrganizerNotFound
from app.staff.models import EventKeyGrant, HalfSignIn, Organizer, OrganizerSession, StaffRole
from app.staff.service.second_factor import remove_factors
from app.vault.keyfiles import MAILER, event_audience
from app.vault.rules import binding
from app.vault.service import current_vault

KEY_ID = rules.EVENT_KEY_ID


@dataclass(frozen=True)
class NewAccount:
    """What the operator says of a new account."""

    email: str
    password: str
    role: StaffRole
    scope: tuple[str, ...] = ()
    language: str = "en"


class Boxes(NamedTuple):
    """An address, sealed to the mailer and to the organizers."""

    contact: bytes
    identity: bytes


def create(*, account: NewAccount, recovery_key: str | None = None, now: datetime) -> bool:
    """Make an account; say whether it holds the event's key.

    The first one that may read people takes the key from its file, which is destroyed
    once the account is stored; any later one needs the recovery key, or a colleague.

    :raises AddressTaken: there is such an account
    :raises WeakPassword: shorter than 12 characters
    :raises WrongRecoveryKey: mistyped, or of another installation
    """
    index = accounts.address_index(account.email)
    if _is_taken(index):
        raise AddressTaken
    files = current_vault().files
    event_key, unclaimed = None, None
    if rules.may(account.role, rules.KEY_HOLD):
        unclaimed = files.take_unclaimed_key(KEY_ID)
        event_key = files.recover(KEY_ID, recovery_key) if recovery_key else unclaimed
    values = credentials(account.password, index)
    boxes = seal_address(account.email, account.language, index, now)
    with transaction() as session:
        organizer = put_account(
            session, index, boxes, values, role=account.role, scope=account.scope, now=now
        )
        if event_key:
            put_grant(session, organizer, event_key, giver=None, now=now)
        log.record(
            session,
            actor=log.OPERATOR,
            action="staff.created",
            now=now,
            detail={"organizer": organizer.id, "role": account.role, "key": bool(event_key)},
        )
    if event_key and unclaimed:
        files.destroy_unclaimed_key(KEY_ID)
    return event_key is not None


def recover(*, email: str, password: str, recovery_key: str, now: datetime) -> None:
    """Give an account a new password, new keys of its own and the event's key.

    :raises OrganizerNotFound: no such account, or its role reads no names
    :raises WeakPassword: shorter than 12 characters
    :raises WrongRecoveryKey: mistyped, or of another installation
    """
    index = accounts.address_index(email)
    found = queries.find_by_address(index)
    if found is None or not rules.may(found.role, rules.KEY_HOLD):
        raise OrganizerNotFound
    event_key = current_vault().files.recover(KEY_ID, recovery_key)
    values = credentials(password, index)
    with transaction() as session:
        organizer = session.get_one(Organizer, found.id)
        renew(session, organizer, values)
        put_grant(session, organizer, event_key, giver=None, now=now)
        log.record(
            session,
            actor=log.OPERATOR,
            action="staff.recovered",
            now=now,
            detail={"organizer": organizer.id},
        )


def seal_address(email: str, language: str, index: bytes, now: datetime) -> Boxes:
    """Seal an address, bound to its own index: it moves from an invitation to its account."""
    vault, row = current_vault(), index.hex()
    return Boxes(
        vault.seal(
            MAILER,
            {"email": email.strip(), "language": language},
            bound_to=binding("organizer", "contact_box", None, row),
            now=now,
        ),
        vault.seal(
            event_audience(KEY_ID),
            {"email": email.strip(), "name": ""},
            bound_to=binding("organizer", "identity_box", None, row),
            now=now,
        ),
    )


def credentials(password: str, index: bytes) -> dict[str, Any]:
    """The columns that a new password fills, a new key pair among them."""
    chosen = rules.new_password(password)
    keys = unlock.make_own_keys(accounts.unlock_secret(chosen), index)
    return {
        "password": accounts.hash_password(chosen),
        "public_key": keys.public,
        "private_box": keys.locked,
        "unlock_salt": keys.salt,
        "fs_uniquifier": secrets.token_hex(16),
        "active": True,
        "reset_at": None,
    }


def put_account(
    session: Session,
    index: bytes,
    boxes: Boxes,
    values: Mapping[str, Any],
    *,
    role: StaffRole,
    scope: tuple[str, ...],
    now: datetime,
) -> Organizer:
    """Store an account, or bring back a deactivated one of the same address.

    :raises AddressTaken: somebody else was faster
    """
    organizer = queries.find_by_address(index)
    if organizer is None:
        organizer = Organizer(address_index=index, created_at=now)
        session.add(organizer)
    organizer.contact_box, organizer.identity_box = boxes
    organizer.role = role
    organizer.scope = rules.countries_of(list(scope))
    renew(session, organizer, values)
    try:
        session.flush()
    except IntegrityError as error:
        raise AddressTaken from error
    return organizer


def renew(session: Session, organizer: Organizer, values: Mapping[str, Any]) -> None:
    """Give an account new credentials; what its former ones opened ends here."""
    for name, value in values.items():
        setattr(organizer, name, value)
    if organizer.id is not None:
        end_access(session, organizer)


def end_access(session: Session, organizer: Organizer) -> None:
    """Delete an account's sessions, grants and second factor."""
    end_sessions_and_grants(session, organizer)
    remove_factors(session, organizer)


def end_sessions_and_grants(session: Session, organizer: Organizer) -> None:
    """Delete an account's sessions, and what its own key opened; the second factor stays."""
    for table in (OrganizerSession, HalfSignIn, EventKeyGrant):
        session.execute(delete(table).where(table.organizer_id == organizer.id))


def put_grant(
    session: Session, organizer: Organizer, event_key: bytes, *, giver: int | None, now: datetime
) -> None:
    """Store the event's key for one account, in place of an earlier grant.

    Whoever gives it says with it whose account this is, so a reset by letter ends here.
    """
    organizer.reset_at = None
    sealed = unlock.seal_grant(
        event_key,
        key_id=KEY_ID,
        shred_key=current_vault().files.shred_key(KEY_ID),
        public_key=organizer.public_key,
        holder=organizer.address_index,
    )
    session.merge(
        EventKeyGrant(
            organizer_id=organizer.id,
            key_id=KEY_ID,
            sealed=sealed,
            granted_by=giver,
            granted_at=now,
        )
    )


def _is_taken(index: bytes) -> bool:
    found = queries.find_by_address(index)
    return found is not None and found.active

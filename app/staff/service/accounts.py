"""Making accounts and bringing them back, on the operator's word."""

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit import log
from app.database import transaction
from app.events.errors import EventNotFound
from app.staff import accounts, queries, rules, teams, unlock
from app.staff.errors import AddressTaken, OrganizerNotFound
from app.staff.models import EventKeyGrant, HalfSignIn, Organizer, OrganizerSession, StaffRole
from app.staff.person import Post
from app.staff.service.members import join, seal_for_each
from app.staff.service.second_factor import remove_factors
from app.staff.teams import EventKey
from app.vault.errors import KeyMissing, WrongRecoveryKey
from app.vault.keyfiles import MAILER
from app.vault.rules import binding
from app.vault.service import current_vault


@dataclass(frozen=True)
class NewAccount:
    """What the operator says of a new account."""

    email: str
    password: str
    role: StaffRole
    scope: tuple[str, ...] = ()
    language: str = "en"
    event: str = ""
    """The slug of the event that it works for; '' for every one there is."""


class EventKeys(NamedTuple):
    """Event keys by number, and those of them that lie in a file until somebody holds them."""

    opened: dict[int, bytes]
    unclaimed: tuple[int, ...] = ()


def create(*, account: NewAccount, recovery_key: str | None = None, now: datetime) -> bool:
    """Make an account; say whether it holds an event's key.

    The first one that may read people takes the key from its file, which is destroyed
    once the account is stored; any later one needs the recovery key, or a colleague.

    :raises AddressTaken: there is such an account
    :raises EventNotFound: no event has this slug, or its data is deleted
    :raises WeakPassword: shorter than 12 characters
    :raises WrongRecoveryKey: mistyped, or of another installation
    """
    index = accounts.address_index(account.email)
    if _is_taken(index):
        raise AddressTaken
    events = teams.events_to_join(account.event)
    if account.event and not events:
        raise EventNotFound
    keys = _keys_for(account.role, events, recovery_key)
    values = credentials(account.password, index)
    contact = seal_contact(account.email, account.language, index, now)
    boxes = seal_for_each(account.email, index, events, now)
    with transaction() as session:
        organizer = put_account(
            session, index, contact, values, role=account.role, scope=account.scope, now=now
        )
        for event in events:
            post = Post(account.role, account.scope)
            join(session, organizer, event.id, box=boxes.get(event.id), now=now, post=post)
        for key_id, event_key in keys.opened.items():
            put_grant(session, organizer, event_key, key_id=key_id, giver=None, now=now)
        log.record(
            session,
            actor=log.OPERATOR,
            action="staff.created",
            now=now,
            detail={"organizer": organizer.id, "role": account.role, "key": bool(keys.opened)},
        )
    for key_id in keys.unclaimed:
        current_vault().files.destroy_unclaimed_key(key_id)
    return bool(keys.opened)


def recover(*, email: str, password: str, recovery_key: str, now: datetime) -> None:
    """Give an account a new password, new keys of its own and the key of an event.

    The recovery key itself says of which one; colleagues pass on those of others.

    :raises OrganizerNotFound: no such account, or its role reads no names
    :raises WeakPassword: shorter than 12 characters
    :raises WrongRecoveryKey: mistyped, or of another installation
    """
    index = accounts.address_index(email)
    found = queries.find_by_address(index)
    if found is None or not teams.may_hold_a_key(found):
        raise OrganizerNotFound
    events = teams.events_to_join()
    opened = _recovered(_key_ids(events), recovery_key)
    values = credentials(password, index)
    boxes = seal_for_each(email, index, events, now)
    with transaction() as session:
        organizer = session.get_one(Organizer, found.id)
        renew(session, organizer, values)
        for event in events:
            if event.key_id in opened:
                join(session, organizer, event.id, box=boxes.get(event.id), now=now)
        for key_id, event_key in opened.items():
            put_grant(session, organizer, event_key, key_id=key_id, giver=None, now=now)
        log.record(
            session,
            actor=log.OPERATOR,
            action="staff.recovered",
            now=now,
            detail={"organizer": organizer.id},
        )


def seal_contact(email: str, language: str, index: bytes, now: datetime) -> bytes:
    """An address for the mailer, bound to its own index: it moves from an invitation to its
    account."""
    return current_vault().seal(
        MAILER,
        {"email": email.strip(), "language": language},
        bound_to=binding("organizer", "contact_box", None, index.hex()),
        now=now,
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
    contact: bytes,
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
    organizer.contact_box = contact
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
    session: Session,
    organizer: Organizer,
    event_key: bytes,
    *,
    key_id: int,
    giver: int | None,
    now: datetime,
) -> EventKeyGrant:
    """Store an event's key for one account, in place of an earlier grant.

    Whoever gives it says with it whose account this is, so a reset by letter ends here.
    """
    organizer.reset_at = None
    sealed = unlock.seal_grant(
        event_key,
        key_id=key_id,
        shred_key=current_vault().files.shred_key(key_id),
        public_key=organizer.public_key,
        holder=organizer.address_index,
    )
    return session.merge(
        EventKeyGrant(
            organizer_id=organizer.id,
            key_id=key_id,
            sealed=sealed,
            granted_by=giver,
            granted_at=now,
        )
    )


def _keys_for(role: str, events: Sequence[EventKey], recovery_key: str | None) -> EventKeys:
    """The keys that a new account gets: those that nobody holds, and the one on paper."""
    if not rules.may(role, rules.KEY_HOLD):
        return EventKeys({})
    ids, files = _key_ids(events), current_vault().files
    waiting = {key_id: files.take_unclaimed_key(key_id) for key_id in ids}
    unclaimed = {key_id: key for key_id, key in waiting.items() if key is not None}
    by_paper = _recovered(ids, recovery_key) if recovery_key else {}
    return EventKeys(unclaimed | by_paper, tuple(unclaimed))


def _key_ids(events: Sequence[EventKey]) -> list[int]:
    """Before there is an event, the first key waits for it."""
    return sorted({event.key_id for event in events} or {rules.FIRST_KEY_ID})


def _recovered(key_ids: Sequence[int], recovery_key: str) -> dict[int, bytes]:
    """The event key that this recovery key opens, by its number.

    :raises WrongRecoveryKey: it opens none of them
    """
    files = current_vault().files
    for key_id in key_ids:
        with suppress(WrongRecoveryKey, *((KeyMissing,) if len(key_ids) > 1 else ())):
            return {key_id: files.recover(key_id, recovery_key)}
    raise WrongRecoveryKey


def _is_taken(index: bytes) -> bool:
    found = queries.find_by_address(index)
    return found is not None and found.active

"""Signing in, and the password that unlocks the key."""

import hmac
import os
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from app.audit import log
from app.audit import queries as audit
from app.database import transaction
from app.staff import accounts, factors, queries, rules, teams, unlock
from app.staff.browsers import Browser
from app.staff.errors import (
    HalfSignInOver,
    PasskeyRefused,
    SignInRefused,
    WrongCode,
    WrongPassword,
)
from app.staff.models import HalfSignIn, Organizer, OrganizerSession
from app.staff.person import SignedIn, person_of
from app.staff.service.letters import tell
from app.staff.service.members import seal_for_each, seal_own_address
from app.staff.service.passkeys import Answer, asked_to_finish, spend_answer
from app.staff.service.second_factor import spend_code
from app.staff.service.signing_out import end_all
from app.staff.sessions import seal_browser
from app.staff.unlock import Unlocked
from app.vault.errors import BoxDoesNotOpen
from app.vault.service import current_vault

SIGNED_IN = "staff.signed_in"
UNKNOWN = Browser()


class SignIn(NamedTuple):
    """What the browser keeps: which session is its own, and the key that only it holds."""

    organizer: Organizer
    session_id: uuid.UUID
    cookie_key: bytes
    needs_code: bool = False
    """The password was right, and the account has a second factor: `finish_sign_in` is next, and
    until then the id and the key are those of a half sign-in, which opens nothing."""


def sign_in(*, email: str, password: str, now: datetime, browser: Browser = UNKNOWN) -> SignIn:
    """Check a password, unlock the account's key and begin a session, or half of one.

    The account is told by letter when the browser is one that it has not used before.

    :raises SignInRefused: unknown address, wrong password or a deactivated account
    """
    index = accounts.address_index(email)
    organizer = queries.find_by_address(index)
    active = organizer is not None and organizer.active
    right, better_hash = accounts.verify_password(
        password, organizer.password if organizer and active else None
    )
    if organizer is None or not right:
        raise SignInRefused
    unlocked = Unlocked(_own_key(organizer, password), email.strip())
    checked = organizer.fs_uniquifier
    with transaction() as session:
        # Hashing takes a while; meanwhile the account may have been closed or recovered.
        organizer = session.get_one(Organizer, organizer.id, populate_existing=True)
        if not organizer.active or organizer.fs_uniquifier != checked:
            raise SignInRefused
        if better_hash:
            organizer.password = better_hash
        if factors.has_second_factor(organizer.id):
            return _begin_half(session, organizer, unlocked, now)
        begun = _begin(session, organizer, unlocked, browser, now)
        _note_sign_in(session, organizer, browser.mark, now)
    _keep_opening_cheap(organizer, unlocked, now)
    return begun


def finish_sign_in(
    *, half_id: uuid.UUID, cookie_key: bytes, code: str, now: datetime, browser: Browser = UNKNOWN
) -> SignIn:
    """Take the code of a second factor, and begin the session that the password asked for.

    :raises HalfSignInOver: it waited for more than ten minutes, or was finished
    :raises WrongCode: neither the app's code nor a recovery code that is left
    :raises TooManyCodes: ten wrong ones within an hour
    """

    def takes(session: Session, organizer: Organizer, _half: HalfSignIn) -> bool:
        return spend_code(session, organizer, code, now=now)

    begun = _finish(half_id, cookie_key, takes, browser, now)
    if begun is None:
        raise WrongCode
    return begun


def finish_by_passkey(
    *, half_id: uuid.UUID, cookie_key: bytes, answer: str, now: datetime, browser: Browser = UNKNOWN
) -> SignIn:
    """Take a passkey's answer instead of a code.

    :raises HalfSignInOver: it waited for more than ten minutes, or was finished
    :raises PasskeyRefused: not an answer to this sign-in's question, by a passkey of this account
    """

    def takes(session: Session, organizer: Organizer, half: HalfSignIn) -> bool:
        return spend_answer(session, organizer, Answer(answer, asked_to_finish(half)), now=now)

    begun = _finish(half_id, cookie_key, takes, browser, now)
    if begun is None:
        raise PasskeyRefused
    return begun


def _finish(
    half_id: uuid.UUID,
    cookie_key: bytes,
    takes: Callable[[Session, Organizer, HalfSignIn], bool],
    browser: Browser,
    now: datetime,
) -> SignIn | None:
    """The session, or None where the second factor was refused; that is committed as well."""
    with transaction() as session:
        half = queries.find_half(half_id)
        if half is None or not rules.is_within(rules.HALF_LIMIT, half.created_at, now):
            raise HalfSignInOver
        unlocked = _take_up(half, cookie_key)
        organizer = session.get_one(Organizer, half.organizer_id, populate_existing=True)
        begun = None
        if takes(session, organizer, half):
            session.delete(half)
            begun = _begin(session, organizer, unlocked, browser, now)
            _note_sign_in(session, organizer, browser.mark, now)
    if begun is not None:
        _keep_opening_cheap(organizer, unlocked, now)
    return begun


def browser_mark(organizer: Organizer) -> str:
    """What a browser keeps after a sign-in, so that the next one there is no news.

    It names nobody, is stored nowhere else, and ends with the account's password.
    """
    seen = f"{organizer.id} {organizer.fs_uniquifier}"
    return current_vault().index("browser", seen).hex()


def change_password(
    *, person: SignedIn, current: str, new: str, now: datetime, browser: Browser = UNKNOWN
) -> SignIn:
    """Lock the account's key with another password; every session but a new one ends.

    :raises WrongPassword: `current` is not the present password
    :raises WeakPassword: shorter than 12 characters
    """
    organizer = queries.get_organizer(person.id)
    if not accounts.verify_password(current, organizer.password)[0]:
        raise WrongPassword
    chosen = rules.new_password(new)
    private_key = _own_key(organizer, current)
    keys = unlock.lock(
        accounts.unlock_secret(chosen), organizer.address_index, organizer.public_key, private_key
    )
    hashed = accounts.hash_password(chosen)
    with transaction() as session:
        organizer = session.get_one(Organizer, person.id)
        organizer.password = hashed
        organizer.private_box, organizer.unlock_salt = keys.locked, keys.salt
        end_all(session, organizer)
        begun = _begin(
            session,
            organizer,
            Unlocked(private_key, person.label),
            browser,
            now,
            # A password does not stand in for the second factor.
            proven_at=person.proven_at if person.second_factor else now,
        )
        log.record(session, actor=person.actor, action="staff.password_changed", now=now)
    return begun


def note_sight(*, session_id: uuid.UUID, now: datetime) -> None:
    """Write down that a session is in use, which is what its idle limit counts from."""
    with transaction() as session:
        session.execute(
            update(OrganizerSession).where(OrganizerSession.id == session_id).values(seen_at=now)
        )


def _actor(organizer: Organizer) -> log.Actor:
    return log.organizer(organizer.id, organizer.role.value)


def _own_key(organizer: Organizer, password: str) -> bytes:
    return unlock.unlock(
        accounts.unlock_secret(password),
        organizer.address_index,
        organizer.private_box,
        organizer.unlock_salt,
    )


def _begin(
    session: Session,
    organizer: Organizer,
    unlocked: Unlocked,
    browser: Browser,
    now: datetime,
    *,
    proven_at: datetime | None = None,
) -> SignIn:
    session_id, cookie_key = uuid7(), os.urandom(unlock.COOKIE_KEY_BYTES)
    oldest = now - accounts.session_limits().whole
    session.execute(delete(OrganizerSession).where(OrganizerSession.created_at <= oldest))
    session.add(
        OrganizerSession(
            id=session_id,
            organizer_id=organizer.id,
            keys_box=unlock.keep(unlocked, cookie_key, session_id),
            browser_box=seal_browser(organizer, browser),
            created_at=now,
            seen_at=now,
            proven_at=proven_at or now,
        )
    )
    return SignIn(organizer, session_id, cookie_key)


def _begin_half(
    session: Session, organizer: Organizer, unlocked: Unlocked, now: datetime
) -> SignIn:
    half_id, cookie_key = uuid7(), os.urandom(unlock.COOKIE_KEY_BYTES)
    session.execute(delete(HalfSignIn).where(HalfSignIn.created_at <= now - rules.HALF_LIMIT))
    keys_box = unlock.keep(unlocked, cookie_key, half_id)
    session.add(
        HalfSignIn(id=half_id, organizer_id=organizer.id, keys_box=keys_box, created_at=now)
    )
    return SignIn(organizer, half_id, cookie_key, needs_code=True)


def _take_up(half: HalfSignIn, cookie_key: bytes) -> Unlocked:
    try:
        return unlock.take_up(half.keys_box, cookie_key, half.id)
    except BoxDoesNotOpen:
        raise HalfSignInOver from None


def _note_sign_in(session: Session, organizer: Organizer, mark: str, now: datetime) -> None:
    # The very first sign-in is not news: there is no other browser to compare with.
    known = hmac.compare_digest(mark, browser_mark(organizer))
    if not known and audit.has_happened(SIGNED_IN, _actor(organizer)):
        tell(session, organizer, "staff.new_sign_in", now=now)
    log.record(session, actor=_actor(organizer), action=SIGNED_IN, now=now)


def _keep_opening_cheap(organizer: Organizer, unlocked: Unlocked, now: datetime) -> None:
    """Re-wrap the data keys made since somebody last signed in."""
    grants = queries.grants_of(organizer.id)
    person = person_of(organizer, unlocked, grants, teams.posts_of(organizer.id))
    for key_id in grants:
        opener = person.opener(key_id)
        if opener is not None:
            opener.rewrap()
    _let_new_colleagues_know(organizer, unlocked, now)


def _let_new_colleagues_know(organizer: Organizer, unlocked: Unlocked, now: datetime) -> None:
    """Seal the address that was just typed for each event whose team cannot know it yet."""
    unknown = {m.event_id for m in teams.memberships_of(organizer.id) if m.identity_box is None}
    if not unknown:
        return
    events = [event for event in teams.events_to_join() if event.id in unknown]
    boxes = seal_for_each(unlocked.label, organizer.address_index, events, now)
    with transaction():
        seal_own_address(organizer, boxes)

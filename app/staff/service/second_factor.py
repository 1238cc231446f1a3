"""The second factor: an app that makes codes; what ends it, and which event asks for one."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.audit import log
from app.database import transaction
from app.staff import accounts, codes, factors, queries, rules
from app.staff.errors import (
    SecondFactorExists,
    SecondFactorNotFound,
    TooManyCodes,
    WrongCode,
    WrongPassword,
)
from app.staff.models import (
    Organizer,
    OrganizerPasskey,
    OrganizerTotp,
    RecoveryCode,
    SecondFactorDemand,
)
from app.staff.person import SignedIn
from app.staff.service.letters import CHANGED, tell
from app.staff.service.paper_codes import make_first_paper_codes, takes_paper_code
from app.vault import rules as sealing
from app.vault.service import current_vault


def begin_set_up(*, person: SignedIn, now: datetime) -> None:
    """Make a secret for an app, in place of one that was never confirmed.

    :raises SecondFactorExists: an app is at work already
    """
    box = sealing.encrypt(
        _key(person.address_index), codes.new_secret(), purpose=_purpose(person.address_index)
    )
    with transaction() as session:
        row = factors.find_app(person.id)
        if row is not None and row.confirmed_at:
            raise SecondFactorExists
        row = row or OrganizerTotp(organizer_id=person.id)
        row.secret_box, row.created_at, row.last_step = box, now, None
        session.add(row)


def confirm(*, person: SignedIn, code: str, now: datetime) -> None:
    """Let the app count from now on, and make recovery codes: a first code shows that it works.

    :raises SecondFactorNotFound: nothing waits to be confirmed
    :raises WrongCode: not what the app shows
    :raises TooManyCodes: ten wrong ones within an hour
    """
    with transaction() as session:
        organizer = _guesser(session, person.id, now)
        row = factors.find_app(person.id)
        if row is None or row.confirmed_at or not waits(row, now):
            raise SecondFactorNotFound
        right = _takes(row, organizer, codes.normalise(code), now)
        _note_guess(organizer, now, right=right)
        if right:
            row.confirmed_at = now
            make_first_paper_codes(session, organizer, now)
            log.record(session, actor=person.actor, action="staff.second_factor_on", now=now)
            tell(session, organizer, CHANGED, now=now, act="on")
    if not right:
        raise WrongCode


def turn_off(*, person: SignedIn, password: str, now: datetime) -> None:
    """Ask for no code of the app from now on; passkeys stay, and recovery codes with them.

    :raises WrongPassword: not the present password
    """
    check_password(person, password)
    with transaction() as session:
        organizer = session.get_one(Organizer, person.id, populate_existing=True)
        session.execute(delete(OrganizerTotp).where(OrganizerTotp.organizer_id == person.id))
        end_what_is_left(session, organizer)
        log.record(session, actor=person.actor, action="staff.second_factor_off", now=now)
        stays = factors.has_second_factor(organizer.id)
        tell(session, organizer, CHANGED, now=now, act="app_off" if stays else "off")


def demand(*, person: SignedIn, event_id: int, on: bool, now: datetime) -> None:
    """Let an event ask everybody of the team for a second factor, or no longer.

    :raises SecondFactorNotFound: whoever demands it has none
    """
    if on and not person.second_factor:
        raise SecondFactorNotFound
    with transaction() as session:
        session.execute(delete(SecondFactorDemand).where(SecondFactorDemand.event_id == event_id))
        if on:
            session.add(SecondFactorDemand(event_id=event_id, demanded_at=now))
        log.record(
            session,
            actor=person.actor,
            action="staff.second_factor_demanded" if on else "staff.second_factor_left_free",
            now=now,
            event_id=event_id,
        )


def spend_code(session: Session, organizer: Organizer, typed: str, *, now: datetime) -> bool:
    """Take a code inside the caller's transaction: each is good once, and guesses are counted.

    The caller commits a wrong guess as well, and only then says so.

    :raises TooManyCodes: ten wrong ones within an hour
    """
    _guesser(session, organizer.id, now)
    code = codes.normalise(typed)
    if codes.comes_from_app(code):
        row = factors.find_app(organizer.id)
        right = row is not None and bool(row.confirmed_at) and _takes(row, organizer, code, now)
    else:
        right = takes_paper_code(session, organizer, code, now)
    _note_guess(organizer, now, right=right)
    if not right:
        _log(session, organizer, "staff.code_refused", now)
    return right


def secret_waiting(person: SignedIn, row: OrganizerTotp | None, now: datetime) -> bytes | None:
    """The secret to set an app up with; None where nothing waits to be confirmed."""
    return _open(row, person.address_index) if row is not None and waits(row, now) else None


def waits(row: OrganizerTotp, now: datetime) -> bool:
    """Whether an app waits for its first code."""
    return not row.confirmed_at and rules.is_within(rules.SET_UP_LIMIT, row.created_at, now)


def check_password(person: SignedIn, password: str) -> None:
    """Let nobody go on who does not know somebody's present password.

    :raises WrongPassword: it is another one
    """
    if not accounts.verify_password(password, queries.get_organizer(person.id).password)[0]:
        raise WrongPassword


def end_what_is_left(session: Session, organizer: Organizer) -> None:
    """Delete recovery codes that stand in for nothing, inside the caller's transaction."""
    if not factors.has_second_factor(organizer.id):
        remove_factors(session, organizer)


def remove_factors(session: Session, organizer: Organizer) -> None:
    """Delete everything of an account's second factor, inside the caller's transaction."""
    for table in (OrganizerTotp, OrganizerPasskey, RecoveryCode):
        session.execute(delete(table).where(table.organizer_id == organizer.id))
    organizer.codes_box, organizer.codes_made_at = None, None
    organizer.wrong_codes = 0


def _guesser(session: Session, organizer_id: int, now: datetime) -> Organizer:
    """The account, held, if it may guess once more."""
    organizer = session.get_one(
        Organizer, organizer_id, populate_existing=True, with_for_update=True
    )
    if not rules.may_guess(organizer.wrong_codes, organizer.wrong_codes_since, now):
        raise TooManyCodes
    return organizer


def _note_guess(organizer: Organizer, now: datetime, *, right: bool) -> None:
    if right:
        organizer.wrong_codes = 0
    elif rules.is_within(rules.WRONG_CODES_LIMIT, organizer.wrong_codes_since, now):
        organizer.wrong_codes += 1
    else:
        organizer.wrong_codes, organizer.wrong_codes_since = 1, now


def _takes(row: OrganizerTotp, organizer: Organizer, code: str, now: datetime) -> bool:
    secret = _open(row, organizer.address_index)
    step = codes.step_of(secret, code, now=now, after=row.last_step)
    if step is not None:
        row.last_step = step
    return step is not None


def _open(row: OrganizerTotp, holder: bytes) -> bytes:
    return sealing.decrypt(_key(holder), row.secret_box, purpose=_purpose(holder))


def _key(holder: bytes) -> bytes:
    """Made of the index key, which no database and no backup of one holds."""
    return current_vault().index("second factor", holder.hex())


def _purpose(holder: bytes) -> str:
    return f"second factor of {holder.hex()}"


def _log(session: Session, organizer: Organizer, action: str, now: datetime) -> None:
    actor = log.organizer(organizer.id, organizer.role.value)
    log.record(session, actor=actor, action=action, now=now)

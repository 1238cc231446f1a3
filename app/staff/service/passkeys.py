"""Passkeys: made, named, used as a second factor, removed."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from app.audit import log
from app.database import transaction
from app.staff import factors, passkeys, rules, unlock
from app.staff.errors import PasskeyNotFound, PasskeyRefused, TooManyPasskeys
from app.staff.models import HalfSignIn, Organizer, OrganizerPasskey
from app.staff.passkeys import Credential, Site
from app.staff.person import SignedIn
from app.staff.service.letters import CHANGED, tell
from app.staff.service.paper_codes import make_first_paper_codes
from app.staff.service.second_factor import check_password, end_what_is_left
from app.vault.service import current_vault
from app.web.links import public_url

WHAT = "passkey"


class Answer(NamedTuple):
    """What a browser sent back, and the questions that it may be the answer to."""

    text: str
    challenges: Sequence[bytes]


class PasskeyLine(NamedTuple):
    """A passkey as its owner sees it."""

    id: uuid.UUID
    name: str
    """'' once the account's own key was made anew, by a reset of the password."""
    created_at: datetime
    used_at: datetime | None


def own_site() -> Site | None:
    """The site that passkeys are made for; None where its address allows none."""
    return passkeys.site_of(public_url())


def lines_of(person: SignedIn, rows: Sequence[OrganizerPasskey]) -> list[PasskeyLine]:
    """Somebody's own passkeys, their names opened."""
    return [PasskeyLine(row.id, _name(person, row), row.created_at, row.used_at) for row in rows]


def question_to_make(
    person: SignedIn, rows: Sequence[OrganizerPasskey], session_id: uuid.UUID, now: datetime
) -> str:
    """What the browser needs to make one more passkey, as JSON; '' where none can be made."""
    site = own_site()
    if site is None or len(rows) >= rules.MOST_PASSKEYS:
        return ""
    return passkeys.ask_to_make(
        site,
        holder=current_vault().index(WHAT, str(person.id)),
        challenge=asked_to_make(session_id, now)[0],
        known=_credentials(rows),
    )


def question_to_sign(organizer_id: int, challenges: Sequence[bytes]) -> str:
    """What the browser needs to use a passkey, as JSON; '' for an account without one."""
    site, rows = own_site(), factors.passkeys_of(organizer_id)
    if site is None or not rows:
        return ""
    return passkeys.ask_to_sign(site, challenge=challenges[0], known=_credentials(rows))


def asked_to_make(session_id: uuid.UUID, now: datetime) -> list[bytes]:
    """The questions that a new passkey may answer now, the newest first."""
    return [_challenge("make", session_id, step) for step in rules.steps_of(now)]


def asked_to_prove(person: SignedIn, session_id: uuid.UUID, now: datetime) -> list[bytes]:
    """The questions that prove who sits there. A proof ends all of them: none is good twice."""
    steps = rules.steps_of(now)
    return [_challenge("prove", session_id, person.proven_at, step) for step in steps]


def asked_to_finish(half: HalfSignIn) -> list[bytes]:
    """The question of a sign-in. It ends with its row: none is good twice."""
    return [_challenge("sign in", half.id)]


def add_passkey(*, person: SignedIn, name: str, answer: Answer, now: datetime) -> None:
    """Keep a passkey that was just made; it counts at once, as it has shown that it works.

    :raises PasskeyRefused: not an answer to these questions, or a passkey that is known
    :raises TooManyPasskeys: ten are enough
    """
    site = own_site()
    if site is None:
        raise PasskeyRefused
    new = passkeys.made(site, answer.text, challenges=answer.challenges)
    with transaction() as session:
        organizer = session.get_one(
            Organizer, person.id, populate_existing=True, with_for_update=True
        )
        if factors.is_known_passkey(new.credential_id):
            raise PasskeyRefused
        if len(factors.passkeys_of(person.id)) >= rules.MOST_PASSKEYS:
            raise TooManyPasskeys
        session.add(
            OrganizerPasskey(
                id=uuid7(),
                organizer_id=person.id,
                name_box=_seal_name(organizer, name),
                created_at=now,
                **new._asdict(),
            )
        )
        make_first_paper_codes(session, organizer, now)
        log.record(session, actor=person.actor, action="staff.passkey_added", now=now)
        tell(session, organizer, CHANGED, now=now, act="passkey_added")


def rename_passkey(*, person: SignedIn, passkey_id: uuid.UUID, name: str) -> None:
    """Call a passkey something else.

    :raises PasskeyNotFound: not one of this account's
    """
    with transaction() as session:
        row = factors.get_passkey(person.id, passkey_id)
        row.name_box = _seal_name(session.get_one(Organizer, person.id), name)


def remove_passkey(
    *, person: SignedIn, passkey_id: uuid.UUID, password: str, now: datetime
) -> None:
    """Take a passkey no more. With the last second factor its recovery codes end.

    :raises WrongPassword: not the present password
    :raises PasskeyNotFound: not one of this account's
    """
    check_password(person, password)
    with transaction() as session:
        organizer = session.get_one(
            Organizer, person.id, populate_existing=True, with_for_update=True
        )
        session.delete(factors.get_passkey(person.id, passkey_id))
        session.flush()
        end_what_is_left(session, organizer)
        log.record(session, actor=person.actor, action="staff.passkey_removed", now=now)
        tell(session, organizer, CHANGED, now=now, act="passkey_removed")


def spend_answer(session: Session, organizer: Organizer, answer: Answer, *, now: datetime) -> bool:
    """Take a passkey's answer inside the caller's transaction.

    The caller commits a refused one as well, and only then says so: it stands in the log.
    """
    try:
        _check(organizer, answer, now)
    except (PasskeyRefused, PasskeyNotFound):
        actor = log.organizer(organizer.id, organizer.role.value)
        log.record(session, actor=actor, action="staff.passkey_refused", now=now)
        return False
    return True


def _check(organizer: Organizer, answer: Answer, now: datetime) -> None:
    site = own_site()
    if site is None:
        raise PasskeyRefused
    row = factors.get_credential(organizer.id, passkeys.credential_of(answer.text))
    known = passkeys.Signed(row.public_key, row.sign_count)
    row.sign_count = passkeys.signed(site, answer.text, known, challenges=answer.challenges)
    row.used_at = now


def _challenge(*of: object) -> bytes:
    """A question that nobody can foretell; stored nowhere, it ends with what it is of."""
    return current_vault().index("passkey challenge", " ".join(str(part) for part in of))


def _credentials(rows: Sequence[OrganizerPasskey]) -> list[Credential]:
    return [Credential(row.credential_id, row.transports) for row in rows]


def _seal_name(organizer: Organizer, name: str) -> bytes:
    return unlock.seal_to_self(
        organizer.public_key, name.strip(), what=WHAT, holder=organizer.address_index
    )


def _name(person: SignedIn, row: OrganizerPasskey) -> str:
    return person.open_own(row.name_box, WHAT)

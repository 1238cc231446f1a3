"""Passkeys as a second factor: made, used, used again, used by others, copied, removed."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.database import db
from app.mail.models import Outbox
from app.staff import factors, queries, service
from app.staff.errors import (
    HalfSignInOver,
    PasskeyNotFound,
    PasskeyRefused,
    SecondFactorExists,
    WrongPassword,
)
from app.staff.models import HalfSignIn, OrganizerPasskey, OrganizerSession
from app.staff.person import SignedIn
from tests.acts.staff.people import OMAR, PASSWORD, acts, finish, person, turn_on
from tests.authenticator import Authenticator
from tests.factories import make_organizer

MAYA = "maya@example.org"
SITE = {"origin": "http://localhost", "host": "localhost"}
MINUTE = timedelta(minutes=1)


def letters() -> list[str]:
    found = select(Outbox).where(Outbox.kind == "staff.second_factor").order_by(Outbox.id)
    rows = db.session.scalars(found)
    return [row.parameters["act"] for row in rows]


def begin(now: datetime, email: str = OMAR) -> service.SignIn:
    return service.sign_in(email=email, password=PASSWORD, now=now)


def lines(somebody: SignedIn) -> list[service.PasskeyLine]:
    return service.lines_of(somebody, factors.passkeys_of(somebody.id))


def session_of(somebody: SignedIn) -> OrganizerSession:
    found = select(OrganizerSession).where(OrganizerSession.organizer_id == somebody.id)
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def add(somebody: SignedIn, now: datetime, key: Authenticator | None = None) -> Authenticator:
    """Make a passkey; its authenticator out."""
    key, session_id = key or Authenticator(**SITE), session_of(somebody).id
    answer = key.make(service.question_to_make(somebody, [], session_id, now))
    asked = service.asked_to_make(session_id, now)
    service.add_passkey(
        person=somebody, name=" Key ring ", answer=service.Answer(answer, asked), now=now
    )
    return key


def question(half: service.SignIn) -> str:
    """What a half sign-in asks of the account's passkeys."""
    row = db.session.get_one(HalfSignIn, half.session_id)
    return service.question_to_sign(row.organizer_id, service.asked_to_finish(row))


def give(half: service.SignIn, answer: str, now: datetime) -> service.SignIn:
    return service.finish_by_passkey(
        half_id=half.session_id, cookie_key=half.cookie_key, answer=answer, now=now
    )


def test_password_and_passkey_open_what_the_password_alone_opened_before(
    omar: SignedIn, now: datetime
) -> None:
    key = add(omar, now)
    (line,) = lines(omar)
    assert (line.name, line.used_at) == ("Key ring", None)
    row = db.session.scalars(select(OrganizerPasskey)).one()
    assert b"Key ring" not in row.name_box
    assert row.transports == ["internal"]
    assert factors.count_recovery_codes(omar.id) == 10
    assert letters() == ["passkey_added"]
    half = begin(now)
    assert half.needs_code
    again = person(OMAR, now, begun=give(half, key.sign(question(half)), now))
    assert again.event_key(1) == omar.event_key(1)
    assert again.second_factor
    assert lines(again)[0].used_at == now
    paper = service.codes_shown(omar, queries.get_organizer(omar.id), now)
    finish(begin(now), paper[0], now)


def test_no_answer_is_good_twice_nor_for_another_sign_in(omar: SignedIn, now: datetime) -> None:
    key = add(omar, now)
    first, second = begin(now), begin(now)
    answer = key.sign(question(first))
    with pytest.raises(PasskeyRefused):
        give(second, answer, now)
    give(first, answer, now)
    with pytest.raises(HalfSignInOver):
        give(first, answer, now)
    with pytest.raises(PasskeyRefused):
        give(second, answer, now)
    late = begin(now)
    with pytest.raises(HalfSignInOver):
        give(late, key.sign(question(late)), now + 10 * MINUTE)
    assert acts().count("staff.passkey_refused") == 2


def test_nobody_signs_in_with_the_passkey_of_somebody_else(omar: SignedIn, now: datetime) -> None:
    make_organizer(email=MAYA)
    maya = person(MAYA, now)
    key, own = add(omar, now), add(maya, now)
    half = begin(now, MAYA)
    with pytest.raises(PasskeyRefused):
        give(half, key.sign(question(half)), now)
    # Nor with the own one under the other's name.
    forged = Authenticator(**SITE, id=own.id, key=key.key)
    with pytest.raises(PasskeyRefused):
        give(half, forged.sign(question(half)), now)
    with pytest.raises(PasskeyRefused):
        add(maya, now, key)
    (line,) = lines(omar)
    with pytest.raises(PasskeyNotFound):
        service.remove_passkey(person=maya, passkey_id=line.id, password=PASSWORD, now=now)
    with pytest.raises(PasskeyNotFound):
        service.rename_passkey(person=maya, passkey_id=line.id, name="Mine")
    give(half, own.sign(question(half)), now)


def test_a_passkey_proves_who_sits_there_once_for_each_question(
    omar: SignedIn, now: datetime
) -> None:
    key = add(omar, now)
    later = now + timedelta(hours=1)

    def prove(answer: str, moment: datetime) -> None:
        somebody = person(OMAR, moment, begun=begun)
        service.prove_by_passkey(person=somebody, session_id=session_id, answer=answer, now=moment)

    half = begin(now)
    begun = give(half, key.sign(question(half)), now)
    session_id = begun.session_id
    somebody = person(OMAR, later, begun=begun)
    asked = service.asked_to_prove(somebody, session_id, later)
    answer = key.sign(service.question_to_sign(omar.id, asked))
    with pytest.raises(PasskeyRefused):
        prove(answer, later + 10 * MINUTE)
    with pytest.raises(SecondFactorExists):
        service.prove_by_password(
            person=somebody, session_id=session_id, password=PASSWORD, now=later
        )
    prove(answer, later + 4 * MINUTE)
    assert person(OMAR, later, begun=begun).proven_at == later + 4 * MINUTE
    with pytest.raises(PasskeyRefused):
        prove(answer, later + 4 * MINUTE)


def test_the_last_second_factor_takes_its_recovery_codes_with_it(
    omar: SignedIn, now: datetime
) -> None:
    secret = turn_on(omar, now)
    paper = service.codes_shown(omar, queries.get_organizer(omar.id), now)
    add(omar, now)
    assert service.codes_shown(omar, queries.get_organizer(omar.id), now) == paper
    service.turn_off(person=omar, password=PASSWORD, now=now)
    assert begin(now).needs_code
    (line,) = lines(omar)
    with pytest.raises(WrongPassword):
        service.remove_passkey(person=omar, passkey_id=line.id, password="no", now=now)
    service.rename_passkey(person=omar, passkey_id=line.id, name="Telephone")
    assert [one.name for one in lines(omar)] == ["Telephone"]
    service.remove_passkey(person=omar, passkey_id=line.id, password=PASSWORD, now=now)
    assert not begin(now).needs_code
    assert factors.count_recovery_codes(omar.id) == 0
    assert letters() == ["on", "passkey_added", "app_off", "passkey_removed"]
    assert secret

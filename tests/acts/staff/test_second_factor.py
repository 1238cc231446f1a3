"""Codes of a second factor: setting up, signing in by two steps, guessing, turning off."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.database import db
from app.staff import codes, factors, queries, service
from app.staff.errors import (
    HalfSignInOver,
    SecondFactorExists,
    SecondFactorNotFound,
    TooManyCodes,
    WrongCode,
    WrongPassword,
)
from app.staff.models import HalfSignIn, OrganizerSession, OrganizerTotp
from app.staff.person import SignedIn
from tests.acts.staff.people import OMAR, PASSWORD, acts, app_of, finish, person, turn_on

MINUTE = timedelta(minutes=1)


def begin(now: datetime) -> service.SignIn:
    return service.sign_in(email=OMAR, password=PASSWORD, now=now)


def test_an_app_counts_only_once_a_first_code_has_shown_that_it_works(
    omar: SignedIn, now: datetime
) -> None:
    service.begin_set_up(person=omar, now=now)
    row = factors.find_app(omar.id)
    assert row is not None
    secret = service.secret_waiting(omar, row, now)
    assert secret is not None
    assert secret not in row.secret_box
    assert not begin(now).needs_code
    wrong = codes.code_at(secret, now + 10 * MINUTE)
    with pytest.raises(WrongCode):
        service.confirm(person=omar, code=wrong, now=now)
    with pytest.raises(SecondFactorNotFound):
        service.confirm(person=omar, code=codes.code_at(secret, now), now=now + 30 * MINUTE)
    service.confirm(person=omar, code=codes.code_at(secret, now), now=now)
    assert begin(now).needs_code
    with pytest.raises(SecondFactorExists):
        service.begin_set_up(person=omar, now=now)
    assert service.secret_waiting(omar, factors.find_app(omar.id), now) is None
    assert "staff.second_factor_on" in acts()


def test_password_and_code_open_what_the_password_alone_opened_before(
    omar: SignedIn, now: datetime
) -> None:
    secret = turn_on(omar, now)
    before = db.session.scalars(select(OrganizerSession.id)).all()
    later = now + MINUTE
    half = begin(later)
    assert half.needs_code
    assert db.session.scalars(select(OrganizerSession.id)).all() == before
    assert queries.find_session(half.session_id) is None
    begun = finish(half, codes.code_at(secret, later), later)
    again = person(OMAR, later, begun=begun)
    assert again.event_key(1) == omar.event_key(1)
    with pytest.raises(HalfSignInOver):
        finish(half, codes.code_at(secret, later + MINUTE), later + MINUTE)


def test_a_half_sign_in_ends_after_ten_minutes_and_opens_with_its_own_cookie_alone(
    omar: SignedIn, now: datetime
) -> None:
    secret = turn_on(omar, now)
    half = begin(now)
    with pytest.raises(HalfSignInOver):
        finish(half._replace(cookie_key=bytes(32)), codes.code_at(secret, now), now)
    late = now + 10 * MINUTE
    with pytest.raises(HalfSignInOver):
        finish(half, codes.code_at(secret, late), late)
    begin(late)
    assert len(db.session.scalars(select(HalfSignIn)).all()) == 1


def test_no_code_is_taken_twice_nor_one_older_than_it(omar: SignedIn, now: datetime) -> None:
    secret = turn_on(omar, now)
    used = codes.code_at(secret, now)
    with pytest.raises(WrongCode):
        finish(begin(now), used, now)
    later = now + MINUTE
    newest = codes.code_at(secret, later)
    finish(begin(later), newest, later)
    for code in (newest, codes.code_at(secret, later - MINUTE / 2)):
        with pytest.raises(WrongCode):
            finish(begin(later), code, later)


def test_a_recovery_code_stands_in_once(omar: SignedIn, now: datetime) -> None:
    turn_on(omar, now)
    organizer = queries.get_organizer(omar.id)
    paper = service.codes_shown(omar, organizer, now)
    assert len(set(paper)) == 10
    assert not [code for code in paper if code.encode() in (organizer.codes_box or b"")]
    finish(begin(now), paper[0].upper().replace("-", " "), now)
    with pytest.raises(WrongCode):
        finish(begin(now), paper[0], now)
    assert factors.count_recovery_codes(omar.id) == 9
    assert "staff.recovery_code_used" in acts()
    service.renew_paper_codes(person=omar, now=now)
    with pytest.raises(WrongCode):
        finish(begin(now), paper[2], now)
    service.forget_shown_codes(person=omar)
    assert service.codes_shown(omar, queries.get_organizer(omar.id), now) == []


def test_ten_wrong_codes_close_the_door_for_an_hour_to_the_right_one_as_well(
    omar: SignedIn, now: datetime
) -> None:
    secret = turn_on(omar, now)
    half = begin(now)
    for _ in range(10):
        with pytest.raises(WrongCode):
            finish(half, "not-a-code", now)
    soon = now + MINUTE
    with pytest.raises(TooManyCodes):
        finish(half, codes.code_at(secret, soon), soon)
    assert acts().count("staff.code_refused") == 10
    later = now + 61 * MINUTE
    finish(begin(later), codes.code_at(secret, later), later)


def test_turning_it_off_takes_the_password(omar: SignedIn, now: datetime) -> None:
    turn_on(omar, now)
    with pytest.raises(WrongPassword):
        service.turn_off(person=omar, password="another password", now=now)
    service.turn_off(person=omar, password=PASSWORD, now=now)
    assert not begin(now).needs_code
    assert factors.count_recovery_codes(omar.id) == 0
    assert app_of(omar) is None
    assert "staff.second_factor_off" in acts()


def test_another_password_keeps_the_second_factor_and_recovery_ends_it(
    omar: SignedIn, now: datetime, recovery_key: str
) -> None:
    turn_on(omar, now)
    half = begin(now)
    service.change_password(person=omar, current=PASSWORD, new="another long one", now=now)
    assert db.session.get(HalfSignIn, half.session_id) is None
    assert service.sign_in(email=OMAR, password="another long one", now=now).needs_code
    service.recover(email=OMAR, password=PASSWORD, recovery_key=recovery_key, now=now)
    assert not begin(now).needs_code
    assert db.session.scalars(select(OrganizerTotp)).all() == []

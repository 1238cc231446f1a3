"""A password reset by letter: it opens the account, and none of the names."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.database import Base, db
from app.mail.models import Outbox
from app.registration.models import Registration
from app.staff import codes, resets, service
from app.staff.errors import (
    LastKeyHolder,
    ResetNotFound,
    TooManyCodes,
    WeakPassword,
    WrongCode,
)
from app.staff.models import Organizer, OrganizerSession, StaffRole
from app.web.tokens import Opened, read_token
from tests.acts.staff.people import can_sign_in, finish, name_read_by, person, turn_on
from tests.factories import PASSWORD, count_statements, make_organizer, make_reset
from tests.fixtures.mailbox import Mailbox
from tests.letters import text_of

OMAR, MONA, EVA = "omar@example.org", "mona@example.org", "eva@example.org"
NEW = "seven herons over the lake"
Act = Callable[[], None]

pytestmark = pytest.mark.usefixtures("event")


@pytest.fixture
def mona(organizer: Organizer) -> Organizer:
    """A second owner, who holds the key as Omar does."""
    return make_organizer(email=MONA)


def link_to(somebody: Organizer) -> Opened:
    return read_token(resets.PURPOSE, make_reset(somebody))


def reset(link: Opened, now: datetime, *, code: str = "", password: str = NEW) -> None:
    service.reset_password(link=link, password=password, code=code, now=now)


def sessions_of(somebody: Organizer) -> int:
    counted = select(func.count()).select_from(OrganizerSession)
    return db.session.scalar(counted.where(OrganizerSession.organizer_id == somebody.id)) or 0


def rows() -> dict[str, int]:
    tables = Base.metadata.sorted_tables
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in tables
    }


def test_asking_writes_the_same_rows_for_a_known_and_an_unknown_address(
    organizer: Organizer, now: datetime
) -> None:
    wrote = []
    for email in (OMAR, EVA):
        before = rows()
        with count_statements() as statements:
            service.ask_for_reset(email=email, now=now)
        after = rows()
        grown = {name for name in after if after[name] != before[name]}
        wrote.append((statements, grown))
    assert wrote[0] == wrote[1]
    assert wrote[0][1] == {"password_reset", "outbox"}


def test_the_letter_goes_to_the_account_alone_and_three_times_a_day_at_most(
    organizer: Organizer, deliver: Act, smtp: Mailbox, now: datetime
) -> None:
    for email in (EVA, " Omar@example.org", OMAR, OMAR, OMAR):
        service.ask_for_reset(email=email, now=now)
    deliver()
    assert len(smtp.to(OMAR)) == len(smtp.letters) == 3
    letter = smtp.letters[0]
    assert letter["Subject"] == "A new password for your account at localhost"
    assert "http://localhost/organizer/reset/" in text_of(letter)


def test_a_letter_that_would_leave_too_late_is_not_sent(
    organizer: Organizer, deliver: Act, smtp: Mailbox, now: datetime
) -> None:
    service.ask_for_reset(email=OMAR, now=now - timedelta(hours=1))
    deliver()
    assert smtp.letters == []


def test_a_reset_account_is_a_viewer_until_an_owner_gives_it_the_key(
    organizer: Organizer, mona: Organizer, anns: Registration, now: datetime
) -> None:
    person(MONA, now)
    assert sessions_of(mona) == 1
    reset(link_to(mona), now)
    assert sessions_of(mona) == 0
    assert not can_sign_in(MONA, now)
    seen = person(MONA, now, NEW)
    assert (seen.role, seen.was_reset, seen.opener(1)) == ("viewer", True, None)
    assert not seen.may("team.write")
    service.grant_key(giver=person(OMAR, now), organizer_id=mona.id, now=now)
    back = person(MONA, now, NEW)
    assert (back.role, back.was_reset) == ("owner", False)
    assert name_read_by(back, anns) == "Ann"


def test_a_viewer_stays_what_they_were(organizer: Organizer, now: datetime) -> None:
    eva = make_organizer(email=EVA, role=StaffRole.VIEWER)
    reset(link_to(eva), now)
    assert not person(EVA, now, NEW).was_reset


def test_the_last_owner_with_the_key_is_not_reset(
    organizer: Organizer, mona: Organizer, now: datetime
) -> None:
    both = link_to(organizer), link_to(mona)
    reset(both[0], now)
    with pytest.raises(LastKeyHolder):
        reset(both[1], now)
    assert person(MONA, now).role == "owner"


def test_a_link_works_once_for_an_hour_and_ends_with_the_old_password(
    organizer: Organizer, mona: Organizer, now: datetime
) -> None:
    first, second = link_to(mona), link_to(mona)
    with pytest.raises(WeakPassword):
        reset(first, now, password="short")
    with pytest.raises(ResetNotFound):
        reset(first, now + timedelta(hours=1))
    reset(first, now + timedelta(minutes=59))
    for spent in (first, second):
        with pytest.raises(ResetNotFound):
            reset(spent, now)
    third = link_to(mona)
    service.sign_out_everywhere(organizer_id=mona.id, now=now)
    with pytest.raises(ResetNotFound):
        reset(third, now)
    fourth = link_to(mona)
    service.deactivate(actor=person(OMAR, now), organizer_id=mona.id, now=now)
    with pytest.raises(ResetNotFound):
        reset(fourth, now)


def test_a_second_factor_is_asked_for_and_stays(
    organizer: Organizer, mona: Organizer, now: datetime
) -> None:
    secret, link = turn_on(person(MONA, now), now), link_to(mona)
    later = now + timedelta(minutes=1)
    for wrong in ("", "000000"):
        with pytest.raises(WrongCode):
            reset(link, later, code=wrong)
    assert can_sign_in(MONA, later)
    reset(link, later, code=codes.code_at(secret, later))
    half = service.sign_in(email=MONA, password=NEW, now=later)
    assert half.needs_code
    much_later = later + timedelta(minutes=1)
    assert finish(half, codes.code_at(secret, much_later), much_later)
    again = link_to(mona)
    service.grant_key(giver=person(OMAR, now), organizer_id=mona.id, now=now)
    for _ in range(10):
        with pytest.raises(WrongCode):
            reset(again, later, code="000000")
    with pytest.raises(TooManyCodes):
        reset(again, later, code="000000")


def test_the_account_and_every_owner_are_told(
    organizer: Organizer, mona: Organizer, deliver: Act, smtp: Mailbox, now: datetime
) -> None:
    make_organizer(email=EVA, role=StaffRole.MANAGER)
    reset(link_to(mona), now)
    deliver()
    assert {letter["To"] for letter in smtp.letters} == {MONA, OMAR}
    assert len(smtp.letters) == 2
    assert "your account at localhost got a new password" in text_of(smtp.to(MONA)[0])
    told = text_of(smtp.to(OMAR)[0])
    assert f"account {mona.id} at localhost got a new password" in told
    assert "mona" not in told


def test_the_account_is_told_of_its_second_factor(
    organizer: Organizer, deliver: Act, smtp: Mailbox, now: datetime
) -> None:
    secret = turn_on(person(OMAR, now), now)
    omar = person(OMAR, now, begun=_with_code(secret, now + timedelta(minutes=1)))
    moment = now + timedelta(minutes=2)
    service.renew_paper_codes(person=omar, now=moment)
    service.turn_off(person=omar, password=PASSWORD, now=moment)
    told = list(db.session.scalars(select(Outbox).where(Outbox.kind == "staff.second_factor")))
    assert sorted(row.parameters["act"] for row in told) == ["codes", "off", "on"]
    deliver()
    assert any("Second factor turned on" in text_of(letter) for letter in smtp.to(OMAR))


def _with_code(secret: bytes, moment: datetime) -> service.SignIn:
    half = service.sign_in(email=OMAR, password=PASSWORD, now=moment)
    return finish(half, codes.code_at(secret, moment), moment)

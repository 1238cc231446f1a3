"""New guests, told to hosts once a day at most, over real SMTP and by time travel."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.database import db, transaction
from app.events.models import Event, EventState
from app.hosting import rules
from app.hosting.models import Host
from app.hosting.service import closing, digesting, keeping
from app.locations.models import Location
from app.mail.models import Outbox
from app.registration.rules import RegistrationState as State
from app.registration.service import changing
from tests import letters
from tests.factories import count_statements, make_event, make_home, make_host, make_location
from tests.factories import make_registration as register
from tests.fixtures.application import StandingClock
from tests.fixtures.mailbox import Mailbox

Act = Callable[[], None]
HOMA = "homa@example.org"
DAY, A_WHILE = timedelta(days=1), timedelta(minutes=2)


@pytest.fixture
def home(event: Event) -> Location:
    return make_home(event=event, capacity=9)


@pytest.fixture
def host(event: Event, home: Location) -> Host:
    return make_host(event=event, location=home)


def owed() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(Outbox.kind == rules.DIGEST)) or 0


def read(letter: EmailMessage) -> str:
    return letters.text_of(letter).replace("\r\n", "\n")


def set_event(event: Event, **values: object) -> None:
    with transaction() as session:
        for name, value in values.items():
            setattr(session.get_one(Event, event.id), name, value)


def test_a_day_of_guests_is_one_letter_of_numbers(
    host: Host, home: Location, deliver: Act, smtp: Mailbox, time: StandingClock
) -> None:
    deliver()
    assert smtp.to(HOMA) == []
    register(location=home, now=time.now(), name="Ann Canary", party_size=2)
    register(location=home, now=time.now(), email="b@example.org", state=State.PENDING)
    time.moment += A_WHILE
    deliver()
    text = read(smtp.to(HOMA)[0])
    assert "New since the last letter: 2\nExpected now, in all: 2\nSeats left: 6\n" in text
    assert "switches them off" in text
    assert letters.link_in(smtp.to(HOMA)[0], "h")
    whole = text + letters.html_of(smtp.to(HOMA)[0])
    assert "Canary" not in whole
    assert "ann@example.org" not in whole
    register(location=home, now=time.now(), email="c@example.org", party_size=3)
    time.moment += DAY - A_WHILE
    deliver()
    assert len(smtp.to(HOMA)) == 1
    time.moment += A_WHILE
    deliver()
    assert "new guests" in smtp.to(HOMA)[1]["Subject"].lower()
    text = read(smtp.to(HOMA)[1])
    assert "New since the last letter: 3\nExpected now, in all: 5\nSeats left: 3\n" in text
    time.moment += 3 * DAY
    deliver()
    assert len(smtp.to(HOMA)) == 2


def test_a_letter_that_is_out_of_date_does_not_leave(
    event: Event,
    host: Host,
    home: Location,
    plan: Act,
    deliver: Act,
    smtp: Mailbox,
    time: StandingClock,
) -> None:
    ann = register(location=home, now=time.now())
    handed = make_host(event=event, email="old@example.org")
    register(location=handed.location, now=time.now(), email="b@example.org")
    shut = make_host(event=event, email="shut@example.org")
    register(location=shut.location, now=time.now(), email="c@example.org")
    off = make_host(event=event, email="off@example.org")
    register(location=off.location, now=time.now(), email="d@example.org")
    time.moment += A_WHILE
    plan()
    assert owed() == 4
    changing.cancel(registration_id=ann.id, actor="organizer:1", now=time.now())
    keeping.hand_on(host_id=handed.id, email="new@example.org", now=time.now())
    closing.close(location_id=shut.location_id, actor="organizer:1", now=time.now())
    digesting.choose(host_id=off.id, wanted=False)
    deliver()
    for email in (HOMA, "old@example.org", "shut@example.org", "off@example.org"):
        assert smtp.to(email) == []
    assert len(smtp.to("new@example.org")) == 1
    assert "new guests" not in smtp.to("new@example.org")[0]["Subject"].lower()


def test_nothing_is_owed_where_nobody_wants_it(
    event: Event, host: Host, home: Location, plan: Act, time: StandingClock
) -> None:
    off, shut = make_host(event=event), make_host(event=event)
    digesting.choose(host_id=off.id, wanted=False)
    for place in (off.location, shut.location, home):
        register(location=place, now=time.now(), email=None)
    closing.close(location_id=shut.location_id, actor="organizer:1", now=time.now())
    closing.close(location_id=home.id, actor="organizer:1", now=time.now())
    time.moment += A_WHILE
    plan()
    assert owed() == 0
    digesting.choose(host_id=off.id, wanted=True)
    set_event(event, state=EventState.ARCHIVED)
    plan()
    assert owed() == 0
    set_event(event, state=EventState.PUBLISHED)
    begins, time.moment = event.starts_at, event.starts_at
    plan()
    assert owed() == 0
    time.moment = begins - timedelta(seconds=1)
    plan()
    assert owed() == 1


def test_a_neutral_event_writes_neutral_letters(
    event: Event, host: Host, home: Location, deliver: Act, smtp: Mailbox, time: StandingClock
) -> None:
    set_event(event, neutral_letters=True)
    register(location=home, now=time.now(), party_size=2)
    time.moment += A_WHILE
    deliver()
    letter = smtp.to(HOMA)[0]
    assert letter["Subject"] == "There is news for you"
    assert letter["List-Unsubscribe"] is None
    text = letters.text_of(letter)
    assert "#letters" in text
    for word in ("Nowruz", "Berlin", "guest", "Seats"):
        assert word not in text


def test_two_mailers_at_once_owe_one_letter(app: Flask, event: Event, time: StandingClock) -> None:
    for number in range(12):
        register(location=make_host(event=event).location, now=time.now(), email=f"{number}@e.org")
    now, both = time.now() + A_WHILE, Barrier(2)

    def work() -> None:
        with app.app_context():
            both.wait()
            digesting.queue_due(now=now)

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert owed() == 12
    letters_of = select(func.count()).group_by(Outbox.about_id).where(Outbox.kind == rules.DIGEST)
    assert set(db.session.scalars(letters_of)) == {1}


def test_many_hosts_cost_as_few_statements_as_one(event: Event, time: StandingClock) -> None:
    make_location(event=make_event(slug="other", state=EventState.DRAFT))
    for number in range(20):
        register(location=make_host(event=event).location, now=time.now(), email=f"{number}@e.org")
    with count_statements() as statements:
        assert digesting.queue_due(now=time.now() + A_WHILE) == 20
    assert len(statements) <= 6

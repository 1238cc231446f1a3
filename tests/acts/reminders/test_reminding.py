"""Reminders over real SMTP, by time travel through zones and a change of the clocks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.announcements import service as announcements
from app.database import db, transaction
from app.events.models import Event, EventState
from app.livestream.rules import BroadcastState
from app.livestream.service import directing as livestream
from app.locations.models import Location
from app.mail.models import Outbox, Priority
from app.registration.rules import RegistrationState as State
from app.registration.service import changing
from app.reminders import queries, service
from app.reminders.rules import Reminder
from tests import factories, letters
from tests.fixtures.application import StandingClock
from tests.fixtures.mailbox import Mailbox

Act = Callable[[], None]
START = datetime(2027, 3, 28, 16, 0, tzinfo=UTC)
BEFORE = START - timedelta(days=30)
BY = {"actor": "organizer:1", "now": BEFORE}


@pytest.fixture
def event(app: Flask) -> Event:
    """It begins on the day on which the clocks of Berlin change."""
    return factories.make_event(starts_at=START, ends_at=START + timedelta(hours=3))


@pytest.fixture
def tehran(event: Event) -> Location:
    return factories.make_online_location(event=event, country="IR", timezone="Asia/Tehran")


def choose(event: Event, *reminders: Reminder) -> None:
    service.choose(event_id=event.id, reminders=reminders, **BY)  # type: ignore[arg-type]


def told(smtp: Mailbox) -> list[tuple[str, str]]:
    return sorted((letter["To"].partition("@")[0], letter["Subject"]) for letter in smtp.letters)


def sign_up(location: Location, name: str, **values: object) -> object:
    return factories.make_registration(location=location, email=f"{name}@example.org", **values)  # type: ignore[arg-type]


def test_everybody_is_reminded_once_at_their_own_time_of_day(
    event: Event,
    location: Location,
    tehran: Location,
    deliver: Act,
    smtp: Mailbox,
    time: StandingClock,
) -> None:
    choose(event, Reminder.WEEK, Reminder.DAY, Reminder.HOUR)
    sign_up(location, "berlin")
    sign_up(tehran, "tehran", language="fa")
    arrived: list[tuple[str, str]] = []
    time.moment = START - timedelta(days=8)
    while time.moment < START + timedelta(hours=2):
        before = len(smtp.letters)
        deliver()
        arrived += [
            (letter["To"].partition("@")[0], f"{time.moment:%d %H:%M}")
            for letter in smtp.letters[before:]
        ]
        time.moment += timedelta(hours=1)
    assert arrived[:4] == [
        ("tehran", "21 16:00"),
        ("berlin", "21 17:00"),
        ("tehran", "27 16:00"),
        ("berlin", "27 17:00"),
    ]
    assert sorted(arrived[4:]) == [("berlin", "28 15:00"), ("tehran", "28 15:00")]
    first = smtp.to("berlin@example.org")
    assert [letter["Subject"].partition(":")[0] for letter in first] == [
        "In a week",
        "Tomorrow",
        "In an hour",
    ]
    text = first[0].get_body(("plain",))
    assert text is not None
    assert "/r/" in text.get_content()
    assert "/unsubscribe/" in text.get_content()


def test_organizers_choose_which(
    event: Event, tehran: Location, deliver: Act, smtp: Mailbox, time: StandingClock
) -> None:
    assert queries.reminders_of(event.id) == (Reminder.DAY, Reminder.HOUR)
    sign_up(tehran, "ann")
    choose(event, Reminder.WEEK)
    for moment in (timedelta(days=7), timedelta(days=1), timedelta(hours=1)):
        time.moment = START - moment
        deliver()
    assert told(smtp) == [("ann", "In a week: Nowruz Summit")]


def test_only_who_comes_and_wants_to_hear_of_it_is_reminded(
    event: Event, tehran: Location, deliver: Act, plan: Act, smtp: Mailbox, time: StandingClock
) -> None:
    for state in State:
        sign_up(tehran, state.value, state=state)
    quiet = factories.make_registration(location=tehran, email="quiet@example.org")
    gone = factories.make_registration(location=tehran, email="gone@example.org")
    announcements.unsubscribe(registration_id=quiet.id)
    time.moment = START - timedelta(days=1)
    plan()
    changing.cancel(registration_id=gone.id, actor="organizer:1", now=time.now())
    deliver()
    subjects = dict(told(smtp))
    assert subjects.pop("gone").startswith("Cancelled")
    assert subjects == {"confirmed": "Tomorrow: Nowruz Summit"}


def test_an_event_that_moves_reminds_of_its_new_time_only(
    event: Event, tehran: Location, deliver: Act, plan: Act, smtp: Mailbox, time: StandingClock
) -> None:
    sign_up(tehran, "ann")
    time.moment = START - timedelta(days=1)
    plan()
    with transaction() as session:
        session.get_one(Event, event.id).starts_at = START + timedelta(days=2)
    deliver()
    assert smtp.letters == []
    time.moment = START + timedelta(days=1)
    deliver()
    assert told(smtp) == [("ann", "Tomorrow: Nowruz Summit")]


def test_a_draft_reminds_nobody(
    event: Event, tehran: Location, deliver: Act, smtp: Mailbox, time: StandingClock
) -> None:
    sign_up(tehran, "ann")
    with transaction() as session:
        session.get_one(Event, event.id).state = EventState.DRAFT
    time.moment = START - timedelta(days=1)
    deliver()
    assert smtp.letters == []


def test_the_stream_is_on_is_said_once(
    event: Event,
    location: Location,
    tehran: Location,
    deliver: Act,
    smtp: Mailbox,
    time: StandingClock,
) -> None:
    sign_up(location, "ann")
    sign_up(tehran, "sara", language="fa")
    time.moment = START
    by = {"actor": "organizer:1", "now": START}
    assert service.say_stream_is_on(event_id=event.id, **by) == 2  # type: ignore[arg-type]
    assert service.say_stream_is_on(event_id=event.id, **by) == 0  # type: ignore[arg-type]
    deliver()
    assert [name for name, _subject in told(smtp)] == ["ann", "sara"]
    assert all("/watch" in letters.text_of(letter) for letter in smtp.letters), "to the picture"


def go(event: Event, now: datetime, *states: BroadcastState) -> None:
    for state in states:
        livestream.change_state(event_id=event.id, to=state, actor="organizer:1", now=now)


def test_going_live_tells_everybody_once_where_that_was_chosen(
    event: Event,
    location: Location,
    tehran: Location,
    deliver: Act,
    smtp: Mailbox,
    time: StandingClock,
) -> None:
    choose(event, Reminder.LIVE)
    sign_up(location, "ann")
    sign_up(tehran, "sara", language="fa")
    time.moment = START - timedelta(minutes=5)
    deliver()
    assert smtp.letters == []
    go(event, time.moment, BroadcastState.LIVE)
    deliver()
    assert [name for name, _subject in told(smtp)] == ["ann", "sara"]
    go(event, time.moment, BroadcastState.INTERRUPTED, BroadcastState.LIVE)
    deliver()
    assert len(smtp.letters) == 2


def test_going_live_tells_nobody_unless_it_was_chosen(
    event: Event, tehran: Location, deliver: Act, smtp: Mailbox, time: StandingClock
) -> None:
    choose(event, Reminder.THANKS)
    sign_up(tehran, "ann")
    time.moment = START
    go(event, time.moment, BroadcastState.LIVE)
    deliver()
    assert smtp.letters == []


def test_going_live_to_try_it_out_tells_nobody(
    event: Event, tehran: Location, deliver: Act, smtp: Mailbox, time: StandingClock
) -> None:
    choose(event, Reminder.LIVE)
    sign_up(tehran, "ann")
    time.moment = START - timedelta(days=2)
    go(event, time.moment, BroadcastState.LIVE)
    deliver()
    assert smtp.letters == []


def test_thanks_come_the_day_after(
    event: Event, tehran: Location, deliver: Act, smtp: Mailbox, time: StandingClock
) -> None:
    choose(event, Reminder.THANKS)
    sign_up(tehran, "ann")
    time.moment = START + timedelta(days=1)
    deliver()
    assert told(smtp) == [("ann", "Thank you: Nowruz Summit")]
    text = smtp.letters[0].get_body(("plain",))
    assert text is not None
    assert "destroyed on" in text.get_content()


def test_reminders_wait_behind_confirmations(
    event: Event, tehran: Location, plan: Act, time: StandingClock
) -> None:
    sign_up(tehran, "ann")
    time.moment = START - timedelta(days=1)
    plan()
    assert db.session.scalars(select(Outbox.priority)).all() == [Priority.BULK]

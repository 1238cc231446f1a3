"""What organizers see of the mail: figures, failures in the server's words, a silent mailer."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import db, transaction
from app.events.models import Event
from app.mail import bounces, health, outbox, pacing, rules
from app.mail.delivery import Deliverer, Limits
from app.mail.heart import Heart
from app.mail.models import Outbox, OutboxState, Pace, Priority
from app.vault.keyfiles import MAILER, KeyFiles
from app.vault.service import Opener
from tests import factories
from tests.bounces import came_back
from tests.fixtures.application import StandingClock
from tests.pages import Page, open_page

PATH = "/organizer/summit/mail"
PROMPT = "Handed over within ten seconds, in the last day"
GONE = "not sent: no longer needed, too many that day, or came back before"
ALARM = "no mailer has been at work"


def owe(event: Event, time: StandingClock, **values: object) -> None:
    with transaction() as session:
        row_id = outbox.enqueue(
            session, kind="registration.link", event_id=event.id, now=time.now()
        )
        row = session.get_one(Outbox, row_id)
        for name, value in values.items():
            setattr(row, name, value)


def figures(page: Page) -> dict[str, str]:
    numbers = dict(zip(page.all(".numbers dt"), page.all(".numbers dd"), strict=True))
    return numbers | dict(zip(page.all(".facts dt"), page.all(".facts dd"), strict=True))


def test_the_figures_are_those_of_this_event(
    organizer_client: FlaskClient, event: Event, time: StandingClock
) -> None:
    other = factories.make_event(slug="second")
    sent = {"state": OutboxState.SENT, "finished_at": time.now()}
    owe(event, time)
    owe(event, time, due=time.now() + timedelta(hours=1))
    for waited in (2, 10, 11):
        owe(event, time, waited=waited, **sent)
    owe(event, time, state=OutboxState.SUPPRESSED)
    owe(other, time, waited=99, **sent)
    shown = figures(open_page(organizer_client, PATH))
    assert (shown["waiting"], shown["due now"], shown["sent"]) == ("2", "1", "3")
    assert shown[PROMPT] == "2 of 3"


def test_what_left_is_counted_once_an_hour_and_the_page_says_the_same(
    organizer_client: FlaskClient,
    event: Event,
    time: StandingClock,
    plan: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def leave(ago: timedelta, **values: object) -> None:
        left = {"state": OutboxState.SENT, "finished_at": time.now() - ago}
        owe(event, time, **{**left, **values})

    yesterday, now = timedelta(hours=20), timedelta()
    leave(timedelta(hours=30), waited=5)
    for waited in (2, 11):
        leave(yesterday, waited=waited)
    leave(yesterday, priority=Priority.BULK)
    leave(now, state=OutboxState.SUPPRESSED)
    plan()
    leave(-timedelta(seconds=1), waited=3)
    time.moment += timedelta(minutes=1)
    for _twice in range(2):
        shown = figures(open_page(organizer_client, PATH))
        assert (shown["sent"], shown[GONE], shown[PROMPT]) == ("5", "1", "2 of 3")
        plan()
    # A mark that was late is found by the next count.
    leave(timedelta(minutes=30), waited=4)
    plan()
    for _number in range(3):
        owe(event, time)
    monkeypatch.setattr(health, "MOST", 2)
    shown = figures(open_page(organizer_client, PATH))
    assert (shown["sent"], shown[PROMPT]) == ("6", "3 of 4")
    assert (shown["waiting"], shown["due now"]) == ("more than 2", "more than 2")


def test_what_came_back_does_not_count_as_sent(
    organizer_client: FlaskClient, event: Event, time: StandingClock, plan: Callable[[], None]
) -> None:
    left = {"state": OutboxState.SENT, "waited": 1, "address_index": b"i" * 32}
    for _number in range(2):
        owe(event, time, finished_at=time.now() - timedelta(hours=3), **left)
    plan()
    letter_id = db.session.scalars(select(Outbox.id)).all()[0]
    bounces.take(came_back(letter_id), now=time.now())
    shown = figures(open_page(organizer_client, PATH))
    assert (shown["sent"], shown["failed"], shown[PROMPT]) == ("1", "1", "1 of 1")


def test_a_failure_shows_the_servers_words(
    organizer_client: FlaskClient, event: Event, time: StandingClock
) -> None:
    failed = {"state": OutboxState.FAILED, "error": "address refused (550)"}
    owe(event, time, said="5.1.1 <b>…</b> User unknown", **failed)
    page = open_page(organizer_client, PATH)
    assert "address refused (550)" in page.text
    assert "5.1.1 <b>…</b> User unknown" in page.text


def test_every_page_of_the_desk_warns_when_no_mailer_is_at_work(
    organizer_client: FlaskClient, event: Event, time: StandingClock
) -> None:
    heart = Heart()
    assert ALARM in open_page(organizer_client, PATH).text
    heart.beat(time.now())
    for path in (PATH, "/organizer/summit/", "/organizer/summit/registrations"):
        assert ALARM not in open_page(organizer_client, path).text
    time.moment += rules.SILENT
    assert ALARM not in open_page(organizer_client, PATH).text
    time.moment += timedelta(seconds=1)
    assert ALARM in open_page(organizer_client, "/organizer/summit/").text
    Heart().beat(time.now())
    assert ALARM not in open_page(organizer_client, PATH).text


def test_a_mailer_at_work_is_seen(
    app: Flask,
    organizer_client: FlaskClient,
    event: Event,
    time: StandingClock,
    key_files: KeyFiles,
) -> None:
    opener = Opener(MAILER, key_files.mailer_private_key())
    Deliverer(app, opener, clock=time.now, stop=threading.Event()).run_once()
    assert ALARM not in open_page(organizer_client, PATH).text


def test_a_domain_at_rest_is_counted_and_not_named(
    organizer_client: FlaskClient, event: Event, time: StandingClock
) -> None:
    with transaction() as session:
        index = pacing.domain_index("ann@her-own.example")
        session.add(Pace(domain_index=index, rest_until=time.now() + timedelta(minutes=5)))
    page = open_page(organizer_client, PATH)
    assert "1 mail domain takes no letters just now" in page.text
    assert "her-own" not in page.text


def test_a_full_hour_is_told(
    app: Flask,
    organizer_client: FlaskClient,
    event: Event,
    time: StandingClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.extensions, "mail_limits", Limits(100, None))
    assert "This hour is full" not in open_page(organizer_client, PATH).text
    with transaction() as session:
        pacing.spend(session, 60, now=time.now())
        pacing.spend(session, 30, now=time.now())
    page = open_page(organizer_client, PATH)
    assert "This hour is full" in page.text
    assert figures(page)["Letters in this hour"] == "90 of 100"
    for _step in range(2):
        time.moment += timedelta(minutes=31)
        open_page(organizer_client, PATH)
    with transaction() as session:
        pacing.spend(session, 1, now=time.now())
    assert figures(open_page(organizer_client, PATH))["Letters in this hour"] == "1 of 100"

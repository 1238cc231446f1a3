"""Neutral letters: over SMTP, byte for byte, they name nothing of the event or the location."""

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask

from app.announcements import service as announcements
from app.database import transaction
from app.events.models import Event, EventText
from app.locations.models import Location, LocationState
from app.locations.rules import Release
from app.mail import outbox
from app.mail.models import Outbox
from app.registration.models import Registration
from app.registration.rules import RegistrationState as State
from app.registration.service import changing, signing_up
from app.reminders.rules import Reminder, batch_of
from tests import factories
from tests.fixtures.application import StandingClock
from tests.fixtures.databases import on_one_database
from tests.fixtures.mailbox import Mailbox
from tests.letters import link_in, text_of

CANARIES = (
    *("canary", "قناری", "berlin", "برلین", "germany", "آلمان", "gatherwide", "host"),
    *("march", "2027", "۲۰۲۷", "18:", "calendar", "تقویم", "event", "رویداد", "7a1f5c"),
)
LINK_HOST = "http://localhost/"
# Chance may write a year or a word into what is drawn or signed.
DRAWN_BY_CHANCE = re.compile(
    r"(?<=/r/)[\w-]+|(?<=/unsubscribe/)[\w-]+|(?<=boundary=)\S+|(?<=Message-ID: <)[0-9a-f]+"
)
STATES = {
    "registration.confirm": State.PENDING,
    "registration.confirmed": State.CONFIRMED,
    "registration.link": State.CONFIRMED,
    "registration.changed": State.CONFIRMED,
    "registration.cancelled": State.CANCELLED,
    "registration.waiting_list": State.WAITLISTED,
    "registration.seat_offered": State.PENDING,
    "registration.offer_expired": State.EXPIRED,
    "registration.address": State.CONFIRMED,
    "location.changed": State.CONFIRMED,
    "location.moved": State.CONFIRMED,
    "location.closed": State.CONFIRMED,
    **{f"reminder.{reminder}": State.CONFIRMED for reminder in Reminder},
}
TO_OTHERS = ("host.", "staff.", "organizer.")
TRIED_ELSEWHERE = {"announcement", "location.message"}


@pytest.fixture
def event(app: Flask) -> Event:
    made = factories.make_event(reply_to="canary@event.example", colour="#7a1f5c")
    with transaction() as session:
        for language, title in {"en": "Canary Summit", "fa": "گردهمایی قناری"}.items():
            session.get_one(EventText, (made.id, language)).title = title
    return made


@pytest.fixture
def home(event: Event) -> Location:
    return factories.make_home(event=event, address="Canary Street 7", release=Release.CONFIRMATION)


def owe(kind: str, about: Registration, event: Event, time: StandingClock) -> None:
    with transaction() as session:
        row_id = outbox.enqueue(
            session,
            kind=kind,
            event_id=event.id,
            about_id=about.id,
            now=time.now(),
            parameters={"location": about.location.public_id},
        )
        if kind == "location.closed":
            session.get_one(Location, about.location_id).state = LocationState.CLOSED
        if kind.startswith("reminder."):
            reminder = Reminder(kind.partition(".")[2])
            batch_id = batch_of(event.id, reminder, event.starts_at)
            session.get_one(Outbox, row_id).batch_id = batch_id


def sung(letter: EmailMessage) -> list[str]:
    """The canaries in the headers and in every part, decoded."""
    told = [f"{name}: {value}" for name, value in letter.items()]
    for part in letter.walk():
        told += [f"{name}: {value}" for name, value in part.items()]
        if not part.is_multipart():
            content = part.get_content()
            told.append(content if isinstance(content, str) else content.decode("latin-1"))
    # When it left stands in every mail.
    told = [line for line in told if not line.startswith("Date: ")]
    text = (
        DRAWN_BY_CHANCE.sub("", "\n".join(told))
        .replace(LINK_HOST, "")
        .replace("@localhost>", "")
        .lower()
    )
    return [canary for canary in CANARIES if canary in text]


@on_one_database
def test_every_letter_to_attendees_is_tried(app: Flask) -> None:
    kinds = {kind for kind in app.extensions["letters"] if not kind.startswith(TO_OTHERS)}
    assert kinds == set(STATES) | TRIED_ELSEWHERE


@on_one_database
@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("kind", STATES)
def test_a_neutral_letter_says_nothing_but_the_link(
    event: Event,
    home: Location,
    deliver: Callable[[], None],
    smtp: Mailbox,
    time: StandingClock,
    kind: str,
    language: str,
) -> None:
    own = factories.make_registration(
        location=home, state=STATES[kind], language=language, neutral_letters=True
    )
    owe(kind, own, event, time)
    deliver()
    letter = smtp.to("ann@example.org")[0]
    assert sung(letter) == []
    assert letter["From"] == letter["Reply-To"] == "summit@example.org"
    assert smtp.envelopes[0].mail_from == "summit@example.org"
    leaves = [part.get_content_type() for part in letter.walk() if not part.is_multipart()]
    assert leaves == ["text/plain", "text/html"]
    assert link_in(letter, "r")


def test_the_same_letter_without_the_wish_does_sing(
    event: Event, home: Location, deliver: Callable[[], None], smtp: Mailbox, time: StandingClock
) -> None:
    owe("registration.confirmed", factories.make_registration(location=home), event, time)
    deliver()
    assert {"canary", "berlin", "2027"} <= set(sung(smtp.letters[0]))


def test_an_event_can_wish_it_for_everybody(
    event: Event, home: Location, deliver: Callable[[], None], smtp: Mailbox, time: StandingClock
) -> None:
    with transaction() as session:
        session.get_one(Event, event.id).neutral_letters = True
    owe("registration.confirmed", factories.make_registration(location=home), event, time)
    deliver()
    assert sung(smtp.letters[0]) == []


def test_the_wish_of_the_form_counts_from_the_first_letter_on(
    event: Event,
    location: Location,
    deliver: Callable[[], None],
    smtp: Mailbox,
    time: StandingClock,
) -> None:
    wishes = signing_up.Wishes(
        "sara@example.org", "", 1, "fa", "a-random-submission", neutral_letters=True
    )
    signing_up.sign_up(event=event, location=location, wishes=wishes, now=time.now())
    deliver()
    assert sung(smtp.letters[0]) == []


def test_somebody_elses_form_does_not_undo_the_wish(
    event: Event,
    location: Location,
    home: Location,
    deliver: Callable[[], None],
    smtp: Mailbox,
    time: StandingClock,
) -> None:
    factories.make_registration(location=location, neutral_letters=True)
    stranger = factories.make_registration(location=home, state=State.PENDING)
    owe("registration.confirm", stranger, event, time)
    deliver()
    assert sung(smtp.letters[0]) == []


def test_an_announcement_stands_on_the_page_that_the_letter_leads_to(
    event: Event,
    location: Location,
    deliver: Callable[[], None],
    smtp: Mailbox,
    time: StandingClock,
) -> None:
    own = factories.make_registration(location=location)
    changing.choose_letters(registration_id=own.id, neutral=True)
    written = factories.make_announcement(event=event, now=time.now())
    announcements.schedule(
        event_id=event.id,
        announcement_id=written,
        send_at=time.now(),
        actor="organizer:1",
        now=time.now(),
    )
    deliver()
    letter = smtp.letters[0]
    assert sung(letter) == []
    assert "/letters" in text_of(letter)
    assert letter["List-Unsubscribe"]


def test_what_a_host_writes_does_not_leave_for_somebody_who_wants_neutral_letters(
    event: Event, home: Location, deliver: Callable[[], None], smtp: Mailbox, time: StandingClock
) -> None:
    own = factories.make_registration(location=home, neutral_letters=True)
    owe("location.message", own, event, time)
    deliver()
    assert smtp.letters == []


def test_the_operator_can_name_a_sender_for_them(
    app: Flask,
    event: Event,
    home: Location,
    deliver: Callable[[], None],
    smtp: Mailbox,
    time: StandingClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.config, "MAIL_NEUTRAL_SENDER", "Post <post@example.org>")
    own = factories.make_registration(location=home, neutral_letters=True)
    owe("registration.link", own, event, time)
    deliver()
    assert smtp.letters[0]["From"] == "Post <post@example.org>"

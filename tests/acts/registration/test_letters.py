"""The letters about a sign-up, as they arrive over real SMTP."""

import re
import threading
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from app.database import db
from app.events.models import Event
from app.locations.models import Location
from app.mail.delivery import Deliverer
from app.mail.models import Outbox, OutboxState
from app.registration.models import Registration
from app.registration.rules import RegistrationState as State
from app.registration.service import changing, signing_up
from app.registration.service.signing_up import Wishes
from app.vault.keyfiles import MAILER, KeyFiles
from app.vault.service import Opener
from tests.factories import give_look, link_of, make_location, make_registration
from tests.fixtures.application import StandingClock
from tests.fixtures.mailbox import Mailbox

ANN = "ann@example.org"


@pytest.fixture
def deliver(app: Flask, key_files: KeyFiles, time: StandingClock) -> Deliverer:
    """A mailer with its own private key."""
    opener = Opener(MAILER, key_files.mailer_private_key())
    return Deliverer(app, opener, clock=time.now, stop=threading.Event())


def sign_up(event: Event, location: Location, now: datetime, language: str = "en") -> None:
    wishes = Wishes(
        email=ANN, name="Typed Name", party_size=2, language=language, submission=f"{now}"
    )
    signing_up.sign_up(event=event, location=location, wishes=wishes, now=now)


def parts(letter: EmailMessage) -> tuple[str, str, str]:
    """Text, HTML and calendar file."""
    found = {
        part.get_content_type(): part.get_content()
        for part in letter.walk()
        if not part.is_multipart()
    }
    calendar = found["text/calendar"]
    text = calendar if isinstance(calendar, str) else calendar.decode()
    return found["text/plain"], found["text/html"], text.replace("\r\n ", "")


def test_the_confirmation_holds_what_the_person_needs(
    smtp: Mailbox, event: Event, location: Location, now: datetime, deliver: Deliverer
) -> None:
    sign_up(event, location, now)
    deliver.run_once()
    letter = smtp.to(ANN)[0]
    text, html, calendar = parts(letter)
    registration = db.session.scalars(select(Registration)).one()
    for part in (text, html):
        assert link_of(registration) in part
        assert "Old Mill" in part
        assert "13:00" in part
        assert "2 people" in part
        assert "Typed Name" not in part
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "en"
    assert "STATUS:TENTATIVE" in calendar
    assert "DTSTART:20270305T120000Z" in calendar
    assert link_of(registration) not in calendar
    assert len(letter.as_bytes()) < 30_000


def test_a_letter_has_the_colour_of_its_event_and_asks_nobody_for_it(
    smtp: Mailbox, event: Event, location: Location, now: datetime, deliver: Deliverer
) -> None:
    give_look(event=event, now=now)
    sign_up(event, location, now, "fa")
    deliver.run_once()
    _, html, _ = parts(smtp.to(ANN)[0])
    assert 'class="button" style="background-color: #7a1f5c' in html
    assert "#2f3a8f" not in html
    assert not re.search("<img|<link|url\\(|/look/", html)


def test_whoever_confirms_gets_the_calendar_file_once(
    smtp: Mailbox, event: Event, location: Location, now: datetime, deliver: Deliverer
) -> None:
    sign_up(event, location, now)
    deliver.run_once()
    registration = db.session.scalars(select(Registration)).one()
    for _twice in range(2):
        signing_up.confirm(registration_id=registration.id, now=now)
    deliver.run_once()
    first, second = smtp.to(ANN)
    text, html, calendar = parts(second)
    assert second["Subject"] == "You are confirmed: Nowruz Summit"
    assert "STATUS:CONFIRMED" in calendar
    assert re.findall("UID:.*", calendar) == re.findall("UID:.*", parts(first)[2])
    for part in (text, html):
        assert link_of(registration) in part
        assert "Old Mill" in part


def test_no_letter_loads_anything_from_anywhere(
    smtp: Mailbox, event: Event, location: Location, now: datetime, deliver: Deliverer
) -> None:
    sign_up(event, location, now)
    deliver.run_once()
    _text, html, _calendar = parts(smtp.to(ANN)[0])
    assert not re.findall(r"<(?:img|link|script|iframe|video)\b|url\(|@import", html)
    assert set(re.findall(r'href="(https?://[^/"]+)', html)) == {"http://localhost"}


def test_a_persian_letter_is_right_to_left_and_in_the_jalali_calendar(
    smtp: Mailbox, event: Event, location: Location, now: datetime, deliver: Deliverer
) -> None:
    sign_up(event, location, now, language="fa")
    deliver.run_once()
    letter = smtp.to(ANN)[0]
    text, html, _calendar = parts(letter)
    assert 'dir="rtl"' in html
    assert "همایش نوروز" in letter["Subject"]
    for part in (text, html):
        assert "اسفند ۱۴۰۵" in part


def test_somebody_already_confirmed_is_offered_to_move(
    smtp: Mailbox, event: Event, location: Location, now: datetime, deliver: Deliverer
) -> None:
    make_registration(location=location)
    sign_up(event, make_location(event=event, name="New Hall"), now)
    deliver.run_once()
    letter = smtp.to(ANN)[0]
    text, _html, _calendar = parts(letter)
    assert "already" in letter["Subject"]
    assert "Old Mill" in text
    assert "New Hall" in text


def test_the_same_entry_is_replaced_and_then_taken_out_of_the_calendar(
    smtp: Mailbox, event: Event, location: Location, now: datetime, deliver: Deliverer
) -> None:
    own = make_registration(location=location)
    changing.move(
        registration_id=own.id, location_id=location.id, party_size=2, actor="holder", now=now
    )
    deliver.run_once()
    changing.cancel(registration_id=own.id, actor="holder", now=now)
    deliver.run_once()
    changed, cancelled = (parts(letter)[2] for letter in smtp.to(ANN))
    uids = {re.search(r"UID:(\S+)", file)[1] for file in (changed, cancelled)}  # type: ignore[index]
    assert len(uids) == 1
    assert "SEQUENCE:1" in changed
    assert "SEQUENCE:2" in cancelled
    assert "METHOD:CANCEL" in cancelled


def test_the_link_goes_to_whoever_is_signed_up_and_to_nobody_else(
    smtp: Mailbox, event: Event, location: Location, now: datetime, deliver: Deliverer
) -> None:
    own = make_registration(location=location)
    for address in ("Ann@Example.org", "nobody@example.org"):
        signing_up.send_link(event=event, email=address, language="en", now=now)
    deliver.run_once()
    assert len(smtp.letters) == 1
    assert link_of(own) in parts(smtp.to(ANN)[0])[0]
    states = db.session.scalars(select(Outbox.state).order_by(Outbox.id)).all()
    assert states == [OutboxState.SENT, OutboxState.SUPPRESSED]


def test_what_was_cancelled_before_the_letter_left_is_not_sent(
    smtp: Mailbox, event: Event, location: Location, now: datetime, deliver: Deliverer
) -> None:
    sign_up(event, location, now)
    registration = db.session.scalars(select(Registration)).one()
    changing.cancel(registration_id=registration.id, actor="holder", now=now)
    deliver.run_once()
    assert smtp.letters == []


def test_strangers_cause_at_most_three_letters_a_day_to_one_mailbox(
    smtp: Mailbox,
    event: Event,
    location: Location,
    now: datetime,
    deliver: Deliverer,
) -> None:
    for second in range(6):
        sign_up(event, location, now - timedelta(seconds=second))
    signing_up.send_link(event=event, email="a.n.n+x@example.org", language="en", now=now)
    deliver.run_once()
    assert len(smtp.letters) == 3
    states = list(db.session.scalars(select(Registration.state)))
    assert states == [State.PENDING] * 6


def test_whoever_keeps_changing_their_sign_up_gets_at_most_three_letters_a_day(
    smtp: Mailbox, event: Event, location: Location, now: datetime, deliver: Deliverer
) -> None:
    own = make_registration(location=location)
    for size in (2, 1, 2, 1, 2):
        changing.move(
            registration_id=own.id,
            location_id=location.id,
            party_size=size,
            actor="holder",
            now=now,
        )
        deliver.run_once()
    assert len(smtp.to(ANN)) == 3

"""No text that somebody typed begins a header of its own, whichever field it stands in."""

from collections.abc import Callable
from email import message_from_bytes
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from uuid_utils.compat import uuid7

from app.database import db, transaction
from app.events.models import Event, EventText
from app.locations.models import Location
from app.mail import outbox
from app.mail.rendering import render
from app.mail.smtp import to_message
from app.organizer.specimens import SPECIMENS, letter
from tests import factories
from tests.fixtures.application import StandingClock
from tests.fixtures.mailbox import Mailbox
from tests.letters import text_of

Act = Callable[[], None]
Send = Callable[..., UUID]
BREAKS = ("\r\n", "\n", "\r", "\n\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029")
TRAP = "Fine" + "".join(f"{one}Bcc:e@x" for one in BREAKS)
OURS = {
    *("subject", "from", "to", "date", "message-id", "reply-to", "auto-submitted"),
    *("x-auto-response-suppress", "content-language", "mime-version", "content-type"),
    *("list-unsubscribe", "list-unsubscribe-post", "content-transfer-encoding"),
}


def test_nothing_of_an_event_begins_a_header_of_its_letters(
    app: Flask, event: Event, time: StandingClock
) -> None:
    with transaction() as session:
        for text in session.scalars(select(EventText)):
            text.title = TRAP
        session.get_one(Event, event.id).reply_to = f"help@example.org{TRAP[4:]}"
    db.session.expire_all()
    for name in SPECIMENS:
        made = letter(name, event, "en", "ann@example.org")
        raw = to_message(made, render(made), uuid7(), time.now()).as_bytes()
        assert {header.lower() for header in message_from_bytes(raw)} <= OURS, name
        assert b"\nbcc:" not in raw.partition(b"\r\n\r\n")[0].lower()


def test_no_location_and_no_announcement_gets_a_second_reader(
    event: Event, deliver: Act, send: Send, smtp: Mailbox, time: StandingClock
) -> None:
    place = factories.make_location(event=event, name=TRAP, city=TRAP, region=TRAP)
    ann = factories.make_registration(location=place, name=TRAP, note=TRAP)
    with transaction() as session:
        outbox.enqueue(
            *(session,),
            kind="registration.confirmed",
            event_id=event.id,
            about_id=ann.id,
            now=time.now(),
        )
    send(texts={"en": (TRAP, "News")})
    deliver()
    assert [envelope.rcpt_tos for envelope in smtp.envelopes] == [["ann@example.org"]] * 2
    for arrived in smtp.letters:
        assert {name.lower() for name in arrived} <= OURS


def test_lines_of_dots_arrive_as_they_were_typed(
    location: Location, deliver: Act, send: Send, smtp: Mailbox
) -> None:
    factories.make_registration(location=location)
    lines = [".", "..", ".hidden", "...and so on", "QUIT", ".", "the end"]
    send(texts={"en": ("Dots", "\n\n".join(lines))})
    deliver()
    (arrived,) = smtp.letters
    said = [line for line in text_of(arrived).splitlines() if line]
    begin = said.index(".")
    assert said[begin : begin + len(lines)] == lines

"""Announcements reach whom they are meant for, in their language, and nobody else."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.announcements import queries, service
from app.announcements.errors import NotInThisState
from app.announcements.segment import read_filters
from app.database import db
from app.events.models import Event
from app.locations.models import Location, LocationKind
from app.mail.batches import count_batches
from app.mail.models import Outbox, OutboxState, Priority
from app.registration.rules import RegistrationState as State
from app.registration.service import changing
from tests import factories
from tests.fixtures.application import StandingClock
from tests.fixtures.mailbox import Mailbox

Act = Callable[[], None]
Send = Callable[..., UUID]
BY = {"actor": "organizer:1"}


def counts(announcement_id: UUID) -> dict[OutboxState, int]:
    db.session.rollback()
    return {s: n for s, n in count_batches([announcement_id])[announcement_id].items() if n}


def sign_up(location: Location, *names: str, **values: object) -> None:
    for name in names:
        factories.make_registration(location=location, email=f"{name}@example.org", **values)  # type: ignore[arg-type]


def test_everybody_gets_it_in_their_own_language(
    location: Location, send: Send, deliver: Act, smtp: Mailbox
) -> None:
    sign_up(location, "ann")
    sign_up(location, "sara", language="fa")
    sign_up(location, "omar", language="de")
    send(texts={"en": ("News", "Bring a **lamp**."), "fa": ("خبر", "**چراغ** بیاورید.")})
    deliver()
    subjects = {letter["To"]: letter["Subject"] for letter in smtp.letters}
    assert subjects == {
        "ann@example.org": "News",
        "sara@example.org": "خبر",
        "omar@example.org": "News",
    }
    for letter in smtp.letters:
        link = letter["List-Unsubscribe"].strip("<>")
        assert link.startswith("http://localhost/unsubscribe/")
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        text = letter.get_body(("plain",))
        assert text is not None
        assert link in text.get_content()
    assert len({letter["List-Unsubscribe"] for letter in smtp.letters}) == 3
    html = smtp.to("sara@example.org")[0].get_body(("html",))
    assert html is not None
    assert '<div lang="fa" dir="rtl">' in html.get_content()
    assert "<strong>چراغ</strong>" in html.get_content()


def test_only_who_is_coming_gets_it(
    location: Location, send: Send, deliver: Act, smtp: Mailbox
) -> None:
    for state in State:
        sign_up(location, state.value, state=state)
    factories.make_registration(location=location, email=None)
    send()
    deliver()
    reached = sorted(letter["To"] for letter in smtp.letters)
    assert reached == ["confirmed@example.org", "waitlisted@example.org"]


@pytest.mark.parametrize(
    ("filters", "reached"),
    [
        ({"country": "FR"}, "paris"),
        ({"region": "Berlin"}, "hall"),
        ({"kind": "online"}, "sofa"),
        ({"language": "fa"}, "paris"),
        ({"state": "waitlisted"}, ""),
        ({"since": "2027-01-16"}, "sofa"),
        ({"until": "2027-01-14"}, ""),
    ],
)
def test_a_segment_is_counted_and_reached(
    event: Event,
    location: Location,
    send: Send,
    deliver: Act,
    smtp: Mailbox,
    time: StandingClock,
    filters: dict[str, str],
    reached: str,
) -> None:
    paris = factories.make_location(event=event, country="FR", region="Paris")
    sofa = factories.make_online_location(event=event)
    assert sofa.kind == LocationKind.ONLINE
    sign_up(location, "hall")
    sign_up(paris, "paris", language="fa")
    sign_up(sofa, "sofa", now=time.now() + timedelta(days=2))
    narrowed = read_filters(filters, event.timezone)
    assert queries.count_recipients(event.id, narrowed, ()) == (1 if reached else 0)
    send(**filters)
    deliver()
    assert [letter["To"] for letter in smtp.letters] == [f"{reached}@example.org"] * bool(reached)


def test_one_location_and_one_event_are_kept_apart(
    event: Event, location: Location, send: Send, deliver: Act, smtp: Mailbox
) -> None:
    other = factories.make_location(event=event)
    elsewhere = factories.make_location(event=factories.make_event(slug="second"))
    sign_up(location, "ann")
    sign_up(other, "omar")
    sign_up(elsewhere, "eve")
    send(location=location.public_id)
    deliver()
    assert [letter["To"] for letter in smtp.letters] == ["ann@example.org"]


def test_it_leaves_at_its_hour_to_whoever_fits_by_then(
    event: Event,
    location: Location,
    deliver: Act,
    smtp: Mailbox,
    time: StandingClock,
) -> None:
    written = factories.make_announcement(event=event)
    hour = time.now() + timedelta(hours=3)
    service.schedule(event_id=event.id, announcement_id=written, send_at=hour, now=time.now(), **BY)
    deliver()
    assert smtp.letters == []
    sign_up(location, "late")
    time.moment = hour
    deliver()
    assert [letter["To"] for letter in smtp.letters] == ["late@example.org"]


def test_paused_letters_wait_and_leave_later(
    event: Event,
    location: Location,
    send: Send,
    plan: Act,
    deliver: Act,
    smtp: Mailbox,
    time: StandingClock,
) -> None:
    sign_up(location, "ann", "omar")
    told = send()
    plan()
    service.pause(event_id=event.id, announcement_id=told, now=time.now(), **BY)
    deliver()
    assert smtp.letters == []
    assert counts(told) == {OutboxState.HELD: 2}
    service.resume(event_id=event.id, announcement_id=told, now=time.now(), **BY)
    deliver()
    assert counts(told) == {OutboxState.SENT: 2}
    assert len(smtp.letters) == 2


@pytest.mark.parametrize("paused", [False, True])
def test_a_cancelled_one_sends_no_more(
    event: Event,
    location: Location,
    send: Send,
    plan: Act,
    deliver: Act,
    smtp: Mailbox,
    time: StandingClock,
    paused: bool,
) -> None:
    sign_up(location, "ann", "omar")
    told = send()
    plan()
    acts = [service.pause, service.cancel] if paused else [service.cancel]
    for act in acts:
        act(event_id=event.id, announcement_id=told, now=time.now(), **BY)
    deliver()
    assert smtp.letters == []
    assert counts(told) == {OutboxState.SUPPRESSED: 2}
    with pytest.raises(NotInThisState):
        service.resume(event_id=event.id, announcement_id=told, now=time.now(), **BY)


def test_whoever_leaves_or_unsubscribes_meanwhile_gets_nothing(
    event: Event,
    location: Location,
    send: Send,
    plan: Act,
    deliver: Act,
    smtp: Mailbox,
    time: StandingClock,
) -> None:
    gone = factories.make_registration(location=location, email="gone@example.org")
    quiet = factories.make_registration(location=location, email="quiet@example.org")
    sign_up(location, "ann")
    told = send()
    plan()
    changing.cancel(registration_id=gone.id, actor="holder", now=time.now())
    service.unsubscribe(registration_id=quiet.id)
    deliver()
    subjects = {letter["To"]: letter["Subject"] for letter in smtp.letters}
    assert subjects["ann@example.org"] == "News"
    assert subjects["gone@example.org"].startswith("Cancelled")
    assert "quiet@example.org" not in subjects
    assert counts(told) == {OutboxState.SENT: 1, OutboxState.SUPPRESSED: 2}


def test_unsubscribing_stops_announcements_and_no_other_letters(
    event: Event, location: Location, send: Send, deliver: Act, smtp: Mailbox, time: StandingClock
) -> None:
    ann = factories.make_registration(location=location)
    for _twice in range(2):
        service.unsubscribe(registration_id=ann.id)
    told = send()
    changing.resend(registration_id=ann.id, actor="organizer:1", now=time.now())
    deliver()
    assert [letter["Subject"] for letter in smtp.letters] != ["News"]
    assert len(smtp.letters) == 1
    assert counts(told) == {}


def test_it_is_queued_once_by_one_statement(
    app: Flask, event: Event, location: Location, send: Send, plan: Act
) -> None:
    sign_up(location, *(f"guest{n}" for n in range(12)))
    told = send()
    with factories.count_statements() as statements:
        plan()
    owed = [s for s in statements if s.startswith("INSERT INTO outbox")]
    # The clock owes hosts letters of their own, by another statement.
    assert len([s for s in owed if "FROM registration" in s]) == 1
    assert counts(told) == {OutboxState.QUEUED: 12}
    plan()
    assert counts(told) == {OutboxState.QUEUED: 12}
    rows = db.session.scalars(select(Outbox)).all()
    assert len({row.id for row in rows}) == 12
    assert {row.id.version for row in rows} == {7}
    assert {(row.priority, row.tries, row.counted) for row in rows} == {(Priority.BULK, 0, False)}
    assert all(row.parameters == {} for row in rows)


def test_what_organizers_type_is_never_run(
    location: Location, send: Send, deliver: Act, smtp: Mailbox
) -> None:
    sign_up(location, "ann")
    trap = "{{ 7 * 7 }} %s {x.__class__} <script>alert(1)</script>"
    body = f"{trap}\n\n[good.example](https://evil.example/x) [run](javascript:alert(1))"
    send(texts={"en": (trap, body)})
    deliver()
    (letter,) = smtp.letters
    assert letter["Subject"] == trap
    text, html = (letter.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    assert trap in text.get_content()
    assert "good.example" not in text.get_content() + html.get_content()
    assert "https://evil.example/x" in text.get_content()
    assert "<script" not in html.get_content()
    assert 'href="javascript' not in html.get_content()
    # Not "no 49": the letter's links hold random characters.
    assert "{{ 7 * 7 }} %s {x.__class__}" in html.get_content()

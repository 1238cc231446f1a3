"""Checking in by QR code: the phone that was given a door, and every other one."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.database import db, transaction
from app.events.models import Event
from app.hosting.models import Host
from app.locations.models import Location
from app.mail import outbox
from app.registration import door_pass
from app.registration.models import Arrival, Registration
from tests import factories, pages
from tests.fixtures.application import StandingClock
from tests.fixtures.mailbox import Mailbox
from tests.letters import text_of

Deliver = Callable[[], None]

NOBODY = "AAA-AAA"


@pytest.fixture
def host(event: Event) -> Host:
    """A host whose home has one guest, Ann, with two friends."""
    return factories.make_host(event=event)


@pytest.fixture
def ann(host: Host) -> Registration:
    return factories.make_registration(location=host.location, party_size=3)


def arrivals() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Arrival)) or 0


def give_door(client: FlaskClient, host: Host) -> str:
    """Press the button on the host's door list; the cookie that the phone gets out."""
    path = f"{factories.host_link_of(host)}/doors"
    answer = pages.open_page(client, path).submit(client, "/phone")
    assert (answer.status_code, answer.location) == (303, "/door")
    return next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("door="))


def is_neutral(client: FlaskClient, path: str) -> bool:
    page = pages.open_page(client, path)
    return page.heading == "A code for the door" and "Set-Cookie" not in page.response.headers


def test_a_code_opens_one_button_on_the_phone_at_the_door(
    client: FlaskClient, host: Host, ann: Registration
) -> None:
    cookie = give_door(client, host)
    assert "HttpOnly" in cookie
    assert "Path=/door" in cookie
    assert "SameSite=Lax" in cookie
    code = door_pass.code_of(ann.id)
    page = pages.open_page(client, f"/door/{code}")
    assert f"{code} · 3 people" in page.text
    assert "Ann" not in page.text
    assert arrivals() == 0

    came = [form for form in page.forms("/door") if "code" not in form.fields]
    sent = {"csrf_token": came[0].fields["csrf_token"], "came": code}
    assert client.post("/door", data=sent).status_code == 303
    assert pages.open_page(client, "/door").all(".numbers dd") == ["3", "3"]
    assert client.post("/door", data=sent).status_code == 303
    assert "was marked before" in pages.open_page(client, "/door").text
    assert pages.open_page(client, f"/door/{code}").all("button[name=undo]") == ["Take it back"]
    undo = {"csrf_token": sent["csrf_token"], "undo": code}
    assert client.post("/door", data=undo).status_code == 303
    assert arrivals() == 0


def test_to_everybody_else_all_codes_are_the_same(
    app: Flask, client: FlaskClient, ann: Registration
) -> None:
    code = door_pass.code_of(ann.id)
    with factories.count_statements() as statements:
        shown = {client.get(f"/door/{one}").data for one in (code, NOBODY, "%FF", "x" * 300)}
    assert len(shown) == 1
    assert statements == []
    assert is_neutral(client, f"/door/{code}")
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        for forged in ("", "x" * 46, ann.id.hex):
            client.set_cookie("door", forged, path="/door")
            assert client.post("/door", data={"came": code}).location == "/door"
    finally:
        app.config["WTF_CSRF_ENABLED"] = True
    assert arrivals() == 0


def test_a_guest_of_another_door_is_not_expected_here(
    client: FlaskClient, host: Host, location: Location
) -> None:
    elsewhere = factories.make_registration(location=location, email="e@example.org")
    give_door(client, host)
    for code in (door_pass.code_of(elsewhere.id), NOBODY, "nobody"):
        page = pages.open_page(client, f"/door/{code}")
        assert "Nobody who is confirmed here has this code" in page.text
        assert not page.all("button[name=came]")
        sent = {"csrf_token": page.forms("/leave")[0].fields["csrf_token"], "code": code}
        pages.check(client.post("/door", data=sent), "/door", status=422)
    assert arrivals() == 0


def hand_on(host: Host, _time: StandingClock) -> None:
    host.token_version += 1
    db.session.commit()


def end_the_evening(host: Host, time: StandingClock) -> None:
    time.moment = host.event.ends_at + timedelta(hours=6)


def wait_two_days(host: Host, time: StandingClock) -> None:
    time.moment += timedelta(days=2)


@pytest.mark.parametrize("over", [hand_on, end_the_evening, wait_two_days])
def test_the_door_dies_with_the_link_with_the_evening_and_by_itself(
    client: FlaskClient,
    host: Host,
    ann: Registration,
    time: StandingClock,
    over: Callable[[Host, StandingClock], None],
) -> None:
    if over is end_the_evening:
        time.moment = host.event.ends_at
    give_door(client, host)
    time.moment += timedelta(hours=5)
    assert not is_neutral(client, "/door")
    over(host, time)
    assert is_neutral(client, f"/door/{door_pass.code_of(ann.id)}")


def test_a_phone_that_is_done_forgets_its_door(client: FlaskClient, host: Host) -> None:
    give_door(client, host)
    page = pages.open_page(client, "/door")
    assert page.submit(client, "/leave").status_code == 303
    assert is_neutral(client, "/door")


def test_an_organizers_phone_opens_codes_at_the_desk_and_only_while_signed_in(
    app: Flask, organizer_client: FlaskClient, location: Location, now: datetime
) -> None:
    ann = factories.make_registration(location=location, party_size=2, now=now)
    path = f"/organizer/summit/locations/{location.public_id}/door"
    page = pages.open_page(organizer_client, path)
    answer = page.submit(organizer_client, "/phone")
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("door="))
    code = door_pass.code_of(ann.id)
    opened = organizer_client.get(f"/door/{code}")
    assert opened.location == f"{path}?code={code}"
    assert f"{code} · 2 people" in pages.open_page(organizer_client, opened.location).text

    stranger = app.test_client()
    stranger.set_cookie("door", cookie.partition("=")[2].partition(";")[0], path="/door")
    assert stranger.post("/door", data={"came": code}).status_code == 400
    sent_on = stranger.get(f"/door/{code}", follow_redirects=True)
    assert sent_on.request.path == "/organizer/sign-in"


def test_the_guests_page_and_letter_carry_the_code_where_there_is_a_door(
    client: FlaskClient, event: Event, location: Location, deliver: Deliver, smtp: Mailbox
) -> None:
    ann = factories.make_registration(location=location)
    sofa = factories.make_online_location(event=event)
    ben = factories.make_registration(location=sofa, email="ben@example.org")
    for one, drawn in ((ann, 1), (ben, 0)):
        page = pages.open_page(client, factories.link_of(one))
        assert len(page.tree.css(".qr svg")) == drawn
        with transaction() as session:
            outbox.enqueue(
                session,
                kind="registration.confirmed",
                event_id=event.id,
                about_id=one.id,
                now=factories.NOW,
            )
    deliver()
    code = door_pass.code_of(ann.id)
    (letter,) = smtp.to("ann@example.org")
    assert f"Door code: {code}" in text_of(letter)
    files = {part.get_filename(): part.get_content() for part in letter.iter_attachments()}
    assert files[f"door-{code}.png"] == door_pass.picture_of(ann.id)
    (other,) = smtp.to("ben@example.org")
    assert "Door code" not in text_of(other)
    assert [part.get_filename() for part in other.iter_attachments()] == ["event.ics"]

"""Canaries: names, addresses and contacts that must be sung nowhere but where they are meant.

They are seeded as people would leave them, through the product's own acts. Then every page,
file, error, letter, log line and database row is searched for them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import Base, db
from app.events.models import Event
from app.hosting.models import Host
from app.hosting.service import closing, keeping, telling
from app.hosting.service.releasing import release_address
from app.locations.models import Location
from app.locations.rules import Release
from app.mail.delivery import Deliverer
from app.registration.models import Registration
from app.registration.rules import RegistrationState as State
from app.registration.service.naming import tell_name
from app.web.references import reference_of
from tests import letters, pages
from tests.factories import NOW, host_link_of, link_of, make_home, make_host, make_registration
from tests.fixtures.application import StandingClock
from tests.fixtures.mailbox import Mailbox
from tests.standing.routes import PUBLIC, ROUTES

STREET, PLACE, NAME, NOTE = "Canarystreet 7", "Canaryplace", "Canaryname", "Canarynote"
HOST, GUEST, PENDING = "canaryhost@example.org", "canaryguest@example.org", "canarypending@x.org"
FOR_HOST = "Canaryfriend"
SUNG_AT_DESK = (
    "canarystreet",
    "canaryplace",
    "canaryname",
    "canarynote",
    "canaryhost",
    "canaryguest",
)
ALL = (*SUNG_AT_DESK, "canaryfriend")


@dataclass
class Cage:
    """A home, its host, a confirmed guest and one who only says so."""

    home: Location
    host: Host
    guest: Registration
    pending: Registration


@pytest.fixture
def cage(event: Event) -> Cage:
    home = make_home(event=event, address=STREET, release=Release.BY_HAND)
    host = make_host(event=event, location=home, email=HOST, name=PLACE)
    guest = make_registration(location=home, name=NAME, email=GUEST, note=NOTE)
    pending = make_registration(location=home, name=NAME, email=PENDING, state=State.PENDING)
    tell_name(registration_id=guest.id, name=FOR_HOST, now=NOW)
    return Cage(home, host, guest, pending)


def heard(text: str) -> list[str]:
    """Which canaries sing in a text, whatever its letters' case and JSON's escapes."""
    return [word for word in ALL if word in text.lower()]


def public_paths(paths: dict[str, str], cage: Cage) -> Iterator[str]:
    """Every public page in both languages, those about the home, and errors."""
    for name, route in ROUTES.items():
        if route.method == "GET" and route.audience == PUBLIC:
            yield paths[name]
            yield paths[name].replace("/en/", "/fa/")
    place = f"/en/summit/locations/{cage.home.public_id}"
    yield from (place, place.replace("/en/", "/fa/"), f"{place}x")
    yield f"/en/summit/sign-up?location={cage.home.public_id}"
    for asked in ("q=Canary", "q=Canarystreet+7", "near=52.52,13.41", "country=DE"):
        yield f"/en/summit/locations?{asked}"
    yield from ("/r/canaryname", "/h/canaryhost", "/en/nowhere/")


def test_no_public_page_and_no_error_sings(
    client: FlaskClient, paths: dict[str, str], cage: Cage
) -> None:
    for path in public_paths(paths, cage):
        body = client.get(path).data.decode("utf-8", "replace")  # one of them is a picture
        typed = ["canarystreet"] if "Canarystreet" in path else []
        assert heard(body) == typed, path


def test_personal_pages_show_the_address_to_a_confirmed_guest_alone(
    client: FlaskClient, cage: Cage, mailer: Deliverer, smtp: Mailbox
) -> None:
    own = (link_of(cage.guest), link_of(cage.pending), host_link_of(cage.host))
    files = [f"{link}{part}" for link in own[:2] for part in ("/change", "/calendar.ics")]
    files += [f"{own[2]}{part}" for part in ("/doors", "/poster")]
    for path in (*own, *files):
        assert heard(client.get(path).get_data(as_text=True)) == [], path
    release_address(location_id=cage.home.id, actor="holder", now=cage.guest.created_at)
    for path in (*own, *files):
        # The key is in the letter, not in the database.
        assert heard(client.get(path).get_data(as_text=True)) == [], path
    mailer.run_once()
    link = letters.link_in(smtp.to(GUEST)[-1], "r")
    assert heard(client.get(link).get_data(as_text=True)) == ["canarystreet"]
    assert heard(client.get(f"{link}/calendar.ics").get_data(as_text=True)) == []
    db.session.get_one(Registration, cage.guest.id).state = State.CANCELLED
    db.session.commit()
    assert heard(client.get(link).get_data(as_text=True)) == []


def test_letters_carry_nobody_to_anybody_else(
    app: Flask, cage: Cage, mailer: Deliverer, smtp: Mailbox, time: StandingClock
) -> None:
    now = time.now()
    release_address(location_id=cage.home.id, actor="holder", now=now)
    telling.write_to_guests(host_id=cage.host.id, words="Bring tea.", now=now)
    mailer.run_once()
    closing.close(location_id=cage.home.id, actor="holder", now=now)
    mailer.run_once()
    assert len(smtp.letters) >= 4
    for envelope, letter in zip(smtp.envelopes, smtp.letters, strict=True):
        to = envelope.rcpt_tos[0]
        parts = [str(letter["Subject"]), letters.text_of(letter), letters.html_of(letter)]
        parts += [
            part.get_payload(decode=True).decode()  # type: ignore[union-attr]
            for part in letter.walk()
            if part.get_content_type() == "text/calendar"
        ]
        is_address = to == GUEST and "This is where you watch" in parts[1]
        assert heard("\n".join(parts)) == (["canarystreet"] if is_address else []), parts
    assert any("Canarystreet" in letters.text_of(letter) for letter in smtp.to(GUEST))
    assert not any("Canarystreet" in letters.text_of(letter) for letter in smtp.to(PENDING))


def test_no_row_holds_one_in_clear(cage: Cage) -> None:
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            seen = "".join(
                value.decode("latin-1") if isinstance(value, bytes) else json.dumps(str(value))
                for value in row
            )
            assert heard(seen) == [], table.name


def test_no_log_line_sings(
    client: FlaskClient,
    paths: dict[str, str],
    cage: Cage,
    mailer: Deliverer,
    smtp: Mailbox,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    smtp.refusals[GUEST] = "550 5.1.1 no canaryguest here"
    for path in public_paths(paths, cage):
        client.get(path)
    client.get(link_of(cage.guest))
    page = pages.open_page(client, "/en/summit/host")
    page.submit(client, "/host", email=HOST, address=STREET, name=PLACE)
    release_address(location_id=cage.home.id, actor="holder", now=cage.guest.created_at)
    mailer.run_once()
    out, err = capfd.readouterr()
    assert "request" in err
    # The relay of the tests runs in this process, and keeps a log of its own.
    ours = [record.getMessage() for record in caplog.records if record.name != "mail.log"]
    assert ours
    assert heard(out + err + "\n".join(ours)) == []


def test_they_were_there_to_be_heard(organizer_client: FlaskClient, cage: Cage) -> None:
    """The negative control: the desk, with its key, opens every one of them."""
    person = f"/organizer/summit/registrations/{reference_of(cage.guest.id)}"
    offer = f"/organizer/summit/offers/{reference_of(cage.host.id)}"
    seen = "".join(organizer_client.get(path).get_data(as_text=True) for path in (person, offer))
    assert sorted(heard(seen)) == sorted(SUNG_AT_DESK)


def test_a_name_for_the_host_is_opened_by_the_link_in_the_hosts_letter_alone(
    client: FlaskClient, cage: Cage, mailer: Deliverer, smtp: Mailbox
) -> None:
    keeping.resend_link(host_id=cage.host.id, actor="organizer:1", now=NOW)
    mailer.run_once()
    link = letters.link_in(smtp.to(HOST)[-1], "h")
    assert heard(client.get(f"{link}/doors").get_data(as_text=True)) == ["canaryfriend"]
    for path in (link, f"{link}/poster", f"{link[:49]}/doors"):
        page = client.get(path)
        assert (page.status_code, heard(page.get_data(as_text=True))) == (200, []), path

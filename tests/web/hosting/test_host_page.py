"""The host's page: numbers without names, and everything a host can do, over real SMTP."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import db, transaction
from app.events.models import Event
from app.hosting.models import Host
from app.hosting.service import closing
from app.locations.models import Location, LocationState
from app.locations.rules import Release
from app.mail.delivery import Deliverer
from app.registration.models import Registration
from app.registration.rules import UNDO_WINDOW
from app.registration.rules import RegistrationState as State
from tests import letters, pages
from tests.factories import host_link_of, link_of, make_home, make_host, make_location
from tests.factories import make_registration as register
from tests.fixtures.application import StandingClock
from tests.fixtures.mailbox import Mailbox

ANN, BEN = "ann@example.org", "ben@example.org"
ADDRESS = "Rose Street 7"


@pytest.fixture
def home(event: Event) -> Location:
    return make_home(event=event, address=ADDRESS, release=Release.BY_HAND)


@pytest.fixture
def host(event: Event, home: Location) -> Host:
    return make_host(event=event, location=home)


def fresh(location: Location) -> Location:
    db.session.rollback()
    found = select(Location).where(Location.id == location.id)
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def do(client: FlaskClient, host: Host, act: str, **fields: Any) -> int:
    page = pages.open_page(client, host_link_of(host))
    return page.submit(client, f"/{act}", **fields).status_code


def test_the_page_counts_heads_and_names_nobody(
    client: FlaskClient, host: Host, home: Location
) -> None:
    register(location=home, name="Ann Canary", party_size=2)
    register(location=home, name="Ben Canary", email=BEN, state=State.PENDING)
    page = pages.open_page(client, host_link_of(host))
    assert page.all(".numbers dd") == ["2", "1", "0"]
    for path in ("", "/doors", "/poster"):
        text = client.get(host_link_of(host) + path).get_data(as_text=True)
        assert "Canary" not in text
        assert ANN not in text
        assert ADDRESS not in text


def test_the_door_list_holds_the_code_that_a_guest_has(
    client: FlaskClient, host: Host, home: Location
) -> None:
    own = register(location=home, party_size=3)
    code = pages.open_page(client, link_of(own)).all("dd .code")[0]
    doors = pages.open_page(client, f"{host_link_of(host)}/doors")
    assert doors.all("tbody tr") == [f"{code} 3 Came"]
    assert "3 people in all" in doors.text


def test_the_poster_leads_to_the_public_page(
    client: FlaskClient, host: Host, home: Location
) -> None:
    page = pages.open_page(client, f"{host_link_of(host)}/poster")
    assert f"/en/summit/locations/{home.public_id}" in page.text
    assert page.tree.css_first(".qr svg") is not None


def test_fewer_seats_than_are_taken_drop_nobody(
    client: FlaskClient, host: Host, home: Location
) -> None:
    own = register(location=home, party_size=4)
    assert do(client, host, "seats", capacity="2") == 303
    assert (fresh(home).capacity, fresh(home).taken) == (2, 4)
    assert db.session.scalar(select(Registration.state)) == State.CONFIRMED
    assert "full" in pages.open_page(client, f"/en/summit/locations/{home.public_id}").text
    assert do(client, host, "seats", capacity="0") == 422
    assert own is not None


def test_releasing_the_address_reaches_confirmed_guests_and_nobody_else(
    client: FlaskClient, host: Host, home: Location, mailer: Deliverer, smtp: Mailbox
) -> None:
    own = register(location=home)
    register(location=home, email=BEN, state=State.PENDING)
    assert "Your host releases it" in pages.open_page(client, link_of(own)).text
    assert do(client, host, "release") == 303
    mailer.run_once()
    assert smtp.to(BEN) == []
    letter = smtp.to(ANN)[0]
    assert ADDRESS in letters.text_of(letter)
    link = letters.link_in(letter, "r")
    assert ADDRESS in pages.open_page(client, link).text
    assert ADDRESS not in pages.open_page(client, link_of(own)).text
    assert pages.open_page(client, f"{link}/change").response.status_code == 200


def test_who_lost_the_key_asks_for_it_again(
    client: FlaskClient, event: Event, mailer: Deliverer, smtp: Mailbox
) -> None:
    own = register(location=make_home(event=event, address=ADDRESS))
    page = pages.open_page(client, link_of(own))
    assert ADDRESS not in page.text
    assert page.submit(client, "/address").status_code == 303
    mailer.run_once()
    assert ADDRESS in letters.text_of(smtp.to(ANN)[0])


def test_an_address_that_waits_leaves_one_day_before(
    client: FlaskClient, event: Event, mailer: Deliverer, smtp: Mailbox, time: StandingClock
) -> None:
    home = make_home(event=event, address=ADDRESS, release=Release.DAY_BEFORE)
    hall = make_location(event=event)
    own = register(location=hall)
    page = pages.open_page(client, f"{link_of(own)}/change?q=Berlin")
    client.post(
        f"{link_of(own)}/change",
        data={
            **page.forms("/change")[0].fields,
            "party_size": "1",
            "location": home.public_id,
        },
    )
    mailer.run_once()
    assert not any(ADDRESS in letters.text_of(letter) for letter in smtp.to(ANN))
    time.moment = event.starts_at - timedelta(days=1)
    mailer.run_once()
    assert ADDRESS in letters.text_of(smtp.to(ANN)[-1])


def test_a_new_address_is_told_with_the_key_to_it_and_the_nearest_place_with_enough_seats(
    client: FlaskClient, event: Event, mailer: Deliverer, smtp: Mailbox
) -> None:
    for name, longitude, taken in (("Full", 13.42, 20), ("Tight", 13.45, 18), ("Near", 13.5, 17)):
        make_location(event=event, name=f"{name} Hall", longitude=longitude, taken=taken)
    home = make_home(event=event, address=ADDRESS)
    host, own = make_host(event=event, location=home), register(location=home, party_size=3)
    assert do(client, host, "details", address="Tulip Lane 2", access="no stairs") == 303
    mailer.run_once()
    letter = smtp.to(ANN)[0]
    assert "Tulip" not in letters.text_of(letter)
    assert "The nearest other location: Near Hall, Berlin, about 6 km" in letters.text_of(letter)
    assert "Tulip Lane 2" in pages.open_page(client, letters.link_in(letter, "r")).text
    assert (fresh(home).access, fresh(home).name) == ("no stairs", "")
    assert own is not None


def test_a_message_reaches_confirmed_guests_and_is_capped(
    client: FlaskClient, host: Host, home: Location, mailer: Deliverer, smtp: Mailbox
) -> None:
    assert do(client, host, "message", words="Hello?") == 422
    register(location=home)
    register(location=home, email=BEN, state=State.PENDING)
    assert do(client, host, "message", words="Bring <b>tea</b>.\r\nAnd slippers.") == 303
    mailer.run_once()
    assert smtp.to(BEN) == []
    letter = smtp.to(ANN)[0]
    assert "Bring <b>tea</b>.\nAnd slippers." in letters.text_of(letter).replace("\r\n", "\n")
    assert "<b>tea" not in letters.html_of(letter)
    assert "homa@" not in letter.as_string()
    assert do(client, host, "message", words="Again") == 303
    assert do(client, host, "message", words="And again") == 422
    assert do(client, host, "message", words="x" * 2001) == 422


def test_handing_on_ends_the_old_link_and_starts_a_new_one(
    client: FlaskClient, host: Host, mailer: Deliverer, smtp: Mailbox
) -> None:
    old = host_link_of(host)
    fields = {"new-email": BEN, "new-sure": "on"}
    assert do(client, host, "hand-on", **{"new-email": BEN}) == 422
    assert do(client, host, "hand-on", **fields) == 303
    pages.open_page(client, old, status=410)
    mailer.run_once()
    new = letters.link_in(smtp.to(BEN)[0], "h")
    assert new != old
    pages.open_page(client, new)


def test_a_revoked_link_changes_nothing(client: FlaskClient, host: Host, home: Location) -> None:
    page = pages.open_page(client, host_link_of(host))
    with transaction() as session:
        session.get_one(Host, host.id).token_version += 1
    for act in ("seats", "details", "message", "release", "close", "hand-on"):
        assert page.submit(client, f"/{act}").status_code == 410
    assert fresh(home).state == LocationState.APPROVED


def test_closing_can_be_taken_back_and_then_tells_everybody_with_the_nearest_other_place(
    client: FlaskClient,
    event: Event,
    host: Host,
    home: Location,
    mailer: Deliverer,
    smtp: Mailbox,
    time: StandingClock,
) -> None:
    make_location(event=event, name="Far Hall", latitude=48.1, longitude=11.6)
    make_location(event=event, name="Near Hall", latitude=52.5, longitude=13.5)
    make_location(event=event, name="Full Hall", latitude=52.52, longitude=13.42, taken=20)
    own = register(location=home)
    assert do(client, host, "close") == 422
    for _twice in range(2):
        assert do(client, host, "close", **{"close-sure": "on"}) == 303
        time.moment += timedelta(minutes=9)
        mailer.run_once()
        assert smtp.to(ANN) == []
        late = pages.open_page(client, host_link_of(host))
        assert do(client, host, "reopen") == 303
    assert do(client, host, "close", **{"close-sure": "on"}) == 303
    time.moment += timedelta(minutes=10)
    assert not pages.open_page(client, host_link_of(host)).forms("/reopen")
    late.submit(client, "/reopen")
    assert "nothing was changed" in pages.open_page(client, host_link_of(host)).text
    mailer.run_once()
    text = letters.text_of(smtp.to(ANN)[0])
    assert "Near Hall" in text
    assert "about 6 km" in text
    page = pages.open_page(client, link_of(own))
    assert "Your location is closed" in page.text
    assert "Near Hall" in pages.open_page(client, f"{link_of(own)}/change").text
    pages.open_page(client, f"/en/summit/locations/{home.public_id}")
    assert "A home in" not in pages.open_page(client, "/en/summit/locations").text


def test_a_host_cannot_take_back_that_organizers_closed_the_location(
    client: FlaskClient, host: Host, home: Location, time: StandingClock
) -> None:
    assert do(client, host, "close", **{"close-sure": "on"}) == 303
    mine = pages.open_page(client, host_link_of(host))
    assert mine.submit(client, "/reopen").status_code == 303
    closing.close(location_id=home.id, actor="organizer 1", now=time.moment, wait=UNDO_WINDOW)
    assert not pages.open_page(client, host_link_of(host)).forms("/reopen")
    mine.submit(client, "/reopen")
    assert fresh(home).state == LocationState.CLOSED


def test_heads_are_counted_on_the_day(
    client: FlaskClient, event: Event, host: Host, time: StandingClock
) -> None:
    time.moment = event.starts_at
    assert do(client, host, "heads", heads="۱۷") == 303
    assert "17" in pages.open_page(client, host_link_of(host)).text
    assert do(client, host, "heads", heads="-1") == 422


def test_a_guest_signs_up_confirms_and_knows_where_to_go(
    client: FlaskClient, event: Event, mailer: Deliverer, smtp: Mailbox
) -> None:
    home = make_home(event=event, address=ADDRESS)
    form = pages.open_page(client, f"/en/summit/sign-up?location={home.public_id}")
    form.submit(client, "/sign-up", email=ANN, party_size="2", consent="on")
    mailer.run_once()
    assert ADDRESS not in letters.text_of(smtp.to(ANN)[0])
    link = letters.link_in(smtp.to(ANN)[0], "r")
    page = pages.open_page(client, link)
    assert ADDRESS not in page.text
    page.submit(client, "/confirm")
    assert ADDRESS in pages.open_page(client, link).text
    mailer.run_once()
    assert any(ADDRESS in letters.text_of(letter) for letter in smtp.to(ANN)[1:])
    other = client.get(f"{link}/calendar.ics").get_data(as_text=True)
    assert "Rose" not in other


def test_letters_about_new_guests_are_switched_off_and_on(client: FlaskClient, host: Host) -> None:
    for wanted in ("off", "on"):
        page = pages.open_page(client, host_link_of(host))
        assert page.all("#letters button[name=digests]")
        assert do(client, host, "letters", digests=wanted) == 303
        db.session.rollback()
        assert db.session.scalar(select(Host.digests)) is (wanted == "on")
    assert do(client, host, "letters", digests="perhaps") == 422

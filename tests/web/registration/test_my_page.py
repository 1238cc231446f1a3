"""The personal page: GET only shows, POST acts, and a bad link opens nothing."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import db
from app.events.models import Event
from app.locations.models import Location
from app.mail.models import Outbox
from app.registration.models import Registration
from app.registration.rules import RegistrationState as State
from app.registration.service import changing
from tests.factories import link_of, make_location, make_registration
from tests.pages import open_page


def state_of(row: Registration) -> State:
    db.session.rollback()
    return db.session.scalars(select(Registration.state).where(Registration.id == row.id)).one()


@pytest.fixture
def pending(location: Location) -> Registration:
    return make_registration(location=location, state=State.PENDING)


def test_opening_the_link_only_shows(client: FlaskClient, pending: Registration) -> None:
    for _look in range(2):
        page = open_page(client, link_of(pending))
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.response.headers["X-Robots-Tag"] == "noindex"
    assert state_of(pending) == State.PENDING


def test_the_button_confirms_and_pressing_it_again_is_fine(
    client: FlaskClient, pending: Registration
) -> None:
    page = open_page(client, link_of(pending))
    for _press in range(2):
        answer = page.submit(client, "/confirm")
        assert (answer.status_code, answer.location) == (303, link_of(pending))
    assert state_of(pending) == State.CONFIRMED


@pytest.mark.parametrize("token", ["x", "A" * 46, "../../etc/passwd", "%00", "ک" * 20])
def test_a_link_that_we_did_not_make_opens_nothing(client: FlaskClient, token: str) -> None:
    open_page(client, f"/r/{token}", status=404)


def test_every_altered_letter_of_a_link_closes_it(
    client: FlaskClient, pending: Registration
) -> None:
    link = link_of(pending)
    for place in (3, 20, len(link) - 2):
        other = "A" if link[place] != "A" else "B"
        assert client.get(link[:place] + other + link[place + 1 :]).status_code == 404


def test_a_replaced_link_is_gone(client: FlaskClient, pending: Registration) -> None:
    old = link_of(pending)
    changing.resend(registration_id=pending.id, actor="organizer:1", now=pending.created_at)
    open_page(client, old, status=410)
    assert client.get(f"{old}/calendar.ics").status_code == 410


def test_the_page_speaks_the_language_of_the_sign_up(
    client: FlaskClient, location: Location
) -> None:
    own = make_registration(location=location, language="fa")
    page = open_page(client, link_of(own), headers={"Accept-Language": "en"})
    assert page.tree.css_first("html").attributes["dir"] == "rtl"


def test_another_place_and_another_number(
    client: FlaskClient, event: Event, location: Location
) -> None:
    own = make_registration(location=location)
    other = make_location(event=event, name="New Hall")
    page = open_page(client, f"{link_of(own)}/change?country=DE")
    assert "New Hall" in page.text
    csrf = page.forms("/change")[0].fields["csrf_token"]
    answer = client.post(
        f"{link_of(own)}/change",
        data={"location": other.public_id, "party_size": "3", "csrf_token": csrf},
    )
    assert answer.status_code == 303
    db.session.rollback()
    assert db.session.execute(select(Registration.location_id, Registration.party_size)).one() == (
        other.id,
        3,
    )


@pytest.mark.parametrize("size", ["0", "11", "x"])
def test_an_impossible_number_is_said_beside_the_field(
    client: FlaskClient, location: Location, size: str
) -> None:
    own = make_registration(location=location)
    page = open_page(client, f"{link_of(own)}/change")
    answer = page.submit(client, "/change", party_size=size)
    assert answer.status_code == 422
    assert "party_size-error" in answer.text


def test_cancelling_shows_that_it_is_cancelled(client: FlaskClient, location: Location) -> None:
    own = make_registration(location=location)
    answer = open_page(client, link_of(own)).submit(client, "/cancel")
    assert answer.status_code == 303
    assert state_of(own) == State.CANCELLED
    assert not open_page(client, link_of(own)).forms("/cancel")


def test_the_calendar_file_holds_no_secret(client: FlaskClient, location: Location) -> None:
    own = make_registration(location=location)
    answer = client.get(f"{link_of(own)}/calendar.ics")
    assert answer.mimetype == "text/calendar"
    for secret in (link_of(own).removeprefix("/r/"), own.id.hex, "ann@example.org"):
        assert secret not in answer.text
    assert "DTSTART:20270305T120000Z" in answer.text
    assert "STATUS:CONFIRMED" in answer.text
    again = client.get(f"{link_of(own)}/calendar.ics").text
    assert [line for line in answer.text.splitlines() if line.startswith("UID")] == [
        line for line in again.splitlines() if line.startswith("UID")
    ]


@pytest.mark.parametrize("address", ["ann@example.org", "nobody@example.org"])
def test_asking_for_the_link_answers_everybody_alike(
    client: FlaskClient, location: Location, address: str
) -> None:
    make_registration(location=location)
    page = open_page(client, "/en/summit/link")
    answer = client.post(
        "/en/summit/link", data={"email": address, "csrf_token": page.form().fields["csrf_token"]}
    )
    assert (answer.status_code, answer.location) == (303, "/en/summit/link")
    assert len(db.session.scalars(select(Outbox.id)).all()) == 1

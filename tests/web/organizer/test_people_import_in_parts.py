"""A long file: sealed in parts, with a page that says how far it is; signed up all at once."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from app.database import db
from app.events.models import Event
from app.locations.models import Location, LocationState
from app.organizer.models import ImportDraft
from app.organizer.routes import import_steps
from app.registration.models import BulkAct, Registration, StagedSignUp
from app.registration.service import staging
from tests import factories
from tests.fixtures.application import StandingClock
from tests.pages import Page, open_page

PATH = "/organizer/summit/registrations/import"


@pytest.fixture
def halfway(
    organizer_client: FlaskClient, location: Location, monkeypatch: pytest.MonkeyPatch
) -> Page:
    """Five people in parts of two; the first part is done."""
    monkeypatch.setattr(import_steps, "AT_ONCE", 2)
    people = "".join(f"p{number}@example.org,{location.public_id}\n" for number in range(5))
    file = (BytesIO(f"email,location\n{people}".encode()), "people.csv")
    sent = open_page(organizer_client, PATH).submit(organizer_client, "/import", file=file)
    look = open_page(organizer_client, sent.location)
    answer = look.submit(organizer_client, "/import/", agreed="y")
    assert answer.location == f"{sent.location}/progress"
    page = open_page(organizer_client, answer.location)
    assert "0 of 5 people are prepared." in page.text
    return go_on(organizer_client, page)


def rows(table: type[Registration | StagedSignUp | BulkAct | ImportDraft]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def go_on(client: FlaskClient, page: Page) -> Page:
    answer = page.submit(client, "/progress")
    assert answer.status_code == 303
    return open_page(client, answer.location)


def test_nobody_is_signed_up_before_the_last_part_and_then_all_are(
    organizer_client: FlaskClient, halfway: Page, location: Location
) -> None:
    assert "2 of 5 people are prepared." in halfway.text
    assert (rows(Registration), rows(StagedSignUp)) == (0, 2)
    assert "4 of 5" in go_on(organizer_client, halfway).text
    # A reload shows how far it is; back, on the page of the columns, nothing goes wrong either.
    assert "4 of 5" in open_page(organizer_client, halfway.path).text
    assert rows(Registration) == 0
    last = go_on(organizer_client, halfway)
    assert "5 of 5" in last.text
    assert "signed up at once" in last.text
    assert (rows(Registration), rows(StagedSignUp)) == (0, 5)
    act = go_on(organizer_client, last)
    assert "new registrations 5" in act.text
    assert (rows(Registration), rows(StagedSignUp), rows(ImportDraft)) == (5, 0, 0)
    assert db.session.get_one(Location, location.id).taken == 5
    # Who presses once more, or comes back to the old page, is led to what was done.
    assert go_on(organizer_client, halfway).path == act.path
    assert organizer_client.get(halfway.path).location == act.path
    assert rows(BulkAct) == 1


def test_a_part_that_two_clicks_seal_is_sealed_once(
    organizer_client: FlaskClient, halfway: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Both clicks saw that nothing was sealed yet.
    monkeypatch.setattr(import_steps, "count_staged", lambda _act_id: 0)
    assert halfway.submit(organizer_client, "/progress").status_code == 303
    assert rows(StagedSignUp) == 2


def test_whoever_stops_has_signed_up_nobody_and_may_look_again(
    organizer_client: FlaskClient, halfway: Page
) -> None:
    answer = halfway.submit(organizer_client, "/stop")
    look = open_page(organizer_client, answer.location)
    assert "new registrations 5" in look.text
    assert (rows(Registration), rows(StagedSignUp)) == (0, 0)
    assert organizer_client.get(halfway.path).location.endswith(look.path.partition("?")[0])


def test_seats_that_go_and_locations_that_close_meanwhile_stop_all_of_it(
    organizer_client: FlaskClient, halfway: Page, location: Location, event: Event
) -> None:
    for _part in "45":
        go_on(organizer_client, halfway)
    factories.make_registration(location=location, email="p4@example.org")
    look = go_on(organizer_client, halfway)
    assert "It is another number by now" in look.text
    assert (rows(Registration), rows(StagedSignUp)) == (1, 0)
    close = update(Location).where(Location.id == location.id)
    halfway = open_page(
        organizer_client, look.submit(organizer_client, "/import/", agreed="y").location
    )
    db.session.execute(close.values(state=LocationState.CLOSED))
    db.session.commit()
    assert "No open location has this code." in go_on(organizer_client, halfway).text
    assert (rows(Registration), rows(StagedSignUp)) == (1, 0)


def test_what_nobody_brought_to_its_end_is_sealed_and_forgotten(
    halfway: Page, time: StandingClock
) -> None:
    boxes = db.session.execute(select(StagedSignUp.identity_box, StagedSignUp.contact_box))
    assert b"p0@example.org" not in b"".join(box for row in boxes for box in row)
    assert staging.forget_staged(now=time.moment + timedelta(minutes=59)) == 0
    assert staging.forget_staged(now=time.moment + staging.KEPT_FOR) == 2

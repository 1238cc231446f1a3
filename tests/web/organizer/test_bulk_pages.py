"""Acts on many from the list: how many, the question, the act, taking it back; and in scope."""

from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.announcements.models import Announcement
from app.database import db
from app.events.models import Event
from app.locations.models import Location
from app.registration.models import BulkAct, Registration
from app.registration.rules import RegistrationState as State
from app.staff.models import StaffRole
from app.web.references import reference_of
from tests import factories
from tests.pages import check, open_page, sign_in

PATH = "/organizer/summit/registrations"


def states() -> list[State]:
    db.session.rollback()
    return sorted(db.session.scalars(select(Registration.state)))


def test_ticked_rows_are_cancelled_after_a_question_and_come_back(
    organizer_client: FlaskClient, location: Location
) -> None:
    ann = factories.make_registration(location=location)
    factories.make_registration(location=location, email="b@example.org")
    listed = open_page(organizer_client, PATH)
    [many] = [form for form in listed.forms("/bulk") if form.method == "get"]
    assert listed.tree.css(f'input[name="ids"][value="{reference_of(ann.id)}"]')

    asked = {"act": "cancel", "of": "ticked", "ids": reference_of(ann.id)}
    page = open_page(organizer_client, f"{many.action}?{urlencode(asked)}")
    assert "registrations to be changed 1" in page.text
    assert states() == [State.CONFIRMED] * 2
    answer = page.submit(organizer_client, "/bulk")
    assert answer.status_code == 303
    assert page.submit(organizer_client, "/bulk").location == answer.location
    assert states() == [State.CANCELLED, State.CONFIRMED]

    done = open_page(organizer_client, answer.location)
    assert done.submit(organizer_client, "/undo").status_code == 303
    assert states() == [State.CONFIRMED] * 2
    assert "This is taken back." in open_page(organizer_client, answer.location).text
    assert "Taken back" in open_page(organizer_client, f"{PATH}/{reference_of(ann.id)}").text
    # Too late, or twice: said, and nothing happens.
    assert done.submit(organizer_client, "/undo").status_code == 303
    log = open_page(organizer_client, "/organizer/summit/log")
    assert "Many registrations cancelled" in log.text


def test_another_number_than_the_one_shown_asks_again(
    organizer_client: FlaskClient, location: Location
) -> None:
    factories.make_registration(location=location, state=State.PENDING)
    page = open_page(organizer_client, f"{PATH}/bulk?act=confirm&of=all&state=pending")
    assert "registrations to be changed 1" in page.text
    answer = page.submit(organizer_client, "/bulk", seen="2")
    again = check(answer, PATH, status=422)
    assert "another number" in again.text
    assert states() == [State.PENDING]
    assert again.submit(organizer_client, "/bulk").status_code == 303
    assert states() == [State.CONFIRMED]


def test_all_that_fit_move_together_or_not_at_all(
    organizer_client: FlaskClient, event: Event, location: Location
) -> None:
    for number in range(3):
        factories.make_registration(location=location, email=f"a{number}@example.org")
    small = factories.make_location(event=event, name="Closet", capacity=2)
    hall = factories.make_location(event=event, name="Great Hall")
    page = open_page(organizer_client, f"{PATH}/bulk?act=move&of=all&country=DE&q=hall")
    assert "Great Hall" in page.text
    full = check(page.submit(organizer_client, "/bulk", code=small.public_id), PATH, status=422)
    assert "Too few seats" in full.text
    wrong = check(full.submit(organizer_client, "/bulk", code="nowhere"), PATH, status=422)
    assert "No open location has this code." in wrong.text
    answer = wrong.submit(organizer_client, "/bulk", location=hall.public_id, code=None)
    assert answer.status_code == 303
    assert "Great Hall" in open_page(organizer_client, answer.location).text


def test_a_coordinator_acts_within_the_own_countries_alone(
    client: FlaskClient, organizer: object, event: Event, location: Location
) -> None:
    german = factories.make_registration(location=location)
    french = factories.make_location(event=event, country="FR", name="Le Moulin")
    factories.make_registration(location=french, email="f@example.org")
    factories.make_organizer(email="c@example.org", role=StaffRole.COORDINATOR, scope=("FR",))
    factories.make_organizer(email="d@example.org", role=StaffRole.COORDINATOR, scope=("DE",))
    sign_in(client, "c@example.org", factories.PASSWORD)
    ticked = open_page(client, f"{PATH}/bulk?act=cancel&ids={reference_of(german.id)}")
    assert "There is nothing to change." in ticked.text
    move = open_page(client, f"{PATH}/bulk?act=move&of=all")
    there = move.submit(client, "/bulk", code=location.public_id)
    check(there, PATH, status=422)
    page = open_page(client, f"{PATH}/bulk?act=cancel&of=all")
    answer = page.submit(client, "/bulk")
    assert states() == [State.CANCELLED, State.CONFIRMED]
    act = db.session.scalars(select(BulkAct)).one()
    assert act.scope == ["FR"]
    client.post("/organizer/sign-out")
    other = client.application.test_client()
    sign_in(other, "d@example.org", factories.PASSWORD)
    assert other.get(answer.location).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "act=cancel",
        "act=erase&of=all",
        "act=cancel&of=some",
        "act=cancel&ids=1",
        # The bare number says when somebody signed up; no address takes it.
        "act=cancel&ids=00000000-0000-0000-0000-000000000001",
        "act=cancel&of=all&country=XX",
        "act=cancel&of=all&since=soon",
    ],
)
def test_a_tampered_address_is_refused_kindly(
    organizer_client: FlaskClient, event: Event, query: str
) -> None:
    open_page(organizer_client, f"{PATH}/bulk?{query}", status=422)
    page = open_page(organizer_client, f"{PATH}/bulk?act=cancel&of=all", status=200)
    assert "There is nothing to change." in page.text


def test_ticked_rows_are_written_to(organizer_client: FlaskClient, location: Location) -> None:
    ann = factories.make_registration(location=location)
    factories.make_registration(location=location, email="b@example.org")
    answer = organizer_client.get(f"{PATH}/bulk?act=write&ids={reference_of(ann.id)}")
    assert answer.status_code == 303
    page = open_page(organizer_client, answer.location)
    assert "1 registration that was ticked" in page.text
    written = page.submit(organizer_client, "/announcements", subject_en="Hi", body_en="You two.")
    assert "1 letter, as things stand now." in open_page(organizer_client, written.location).text
    assert db.session.scalars(select(Announcement.filters)).one() == {"ids": str(ann.id)}

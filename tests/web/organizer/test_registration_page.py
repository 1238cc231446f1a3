"""One sign-up: who, where, what happened, and what can be done about it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import db, transaction
from app.events.models import Event
from app.locations.models import Location
from app.mail import bounces, outbox
from app.mail.models import Outbox
from app.registration.models import Registration
from app.registration.rules import RegistrationState
from app.staff.models import StaffRole
from app.web.references import reference_of
from tests import factories
from tests.bounces import came_back
from tests.fixtures.application import StandingClock
from tests.pages import check, open_page, sign_in


def path_of(registration: Registration) -> str:
    return f"/organizer/summit/registrations/{reference_of(registration.id)}"


@pytest.fixture
def ann(location: Location) -> Registration:
    return factories.make_registration(location=location, name="Ann", note="Needs a ramp")


def stored(registration: Registration) -> Registration:
    return db.session.get_one(Registration, registration.id, populate_existing=True)


def test_the_page_opens_name_address_and_note(
    organizer_client: FlaskClient, ann: Registration
) -> None:
    page = open_page(organizer_client, path_of(ann))
    assert page.heading == "Ann"
    assert "ann@example.org" in page.text
    assert "Needs a ramp" in page.text
    assert len(page.all(".history li")) == 2


def test_a_sign_up_of_another_event_is_not_found(
    organizer_client: FlaskClient, ann: Registration
) -> None:
    factories.make_event(slug="other")
    open_page(organizer_client, path_of(ann).replace("summit", "other"), status=404)
    open_page(organizer_client, path_of(ann).replace("summit", "nowhere"), status=404)


def test_cancelling_needs_the_tick(organizer_client: FlaskClient, ann: Registration) -> None:
    page = open_page(organizer_client, path_of(ann))
    check(page.submit(organizer_client, "/cancel"), path_of(ann), status=422)
    assert stored(ann).state == RegistrationState.CONFIRMED
    answer = page.submit(organizer_client, "/cancel", **{"cancel-sure": "y"})
    assert answer.status_code == 303
    assert stored(ann).state == RegistrationState.CANCELLED
    after = open_page(organizer_client, path_of(ann))
    assert "· you" in after.text
    assert not after.forms("/cancel")


def test_a_new_link_goes_out_and_stands_among_the_letters(
    organizer_client: FlaskClient, ann: Registration
) -> None:
    page = open_page(organizer_client, path_of(ann))
    assert page.submit(organizer_client, "/link").status_code == 422
    answer = page.submit(organizer_client, "/link", **{"link-sure": "y"})
    assert answer.status_code == 303
    letter = db.session.scalars(select(Outbox)).one()
    assert (letter.kind, letter.about_id) == ("registration.link", ann.id)
    assert "Your link" in open_page(organizer_client, path_of(ann)).text


def test_moving_finds_a_location_and_takes_seats_there(
    organizer_client: FlaskClient, event: Event, location: Location, ann: Registration
) -> None:
    hall = factories.make_location(event=event, name="New Hall", city="Paris", country="FR")
    open_page(organizer_client, f"{path_of(ann)}/move?q=New+Hall")
    page = open_page(organizer_client, f"{path_of(ann)}/move")
    answer = page.submit(organizer_client, "/move", code=hall.public_id, party_size="۳")
    assert answer.status_code == 303
    assert (stored(ann).location_id, stored(ann).party_size) == (hall.id, 3)
    taken = {row.id: row.taken for row in db.session.scalars(select(Location))}
    assert taken == {location.id: 0, hall.id: 3}


@pytest.mark.parametrize(
    "fields",
    [
        {"code": "nowhere"},
        {"code": ""},
        {"code": "../x\0"},
        {"party_size": "0"},
        {"party_size": "11"},
        {"party_size": "many"},
    ],
)
def test_a_move_that_cannot_be_is_said_and_changes_nothing(
    organizer_client: FlaskClient, ann: Registration, location: Location, fields: dict[str, str]
) -> None:
    page = open_page(organizer_client, f"{path_of(ann)}/move")
    good = {"code": location.public_id, "party_size": "2"}
    answer = page.submit(organizer_client, "/move", **{**good, **fields})
    assert check(answer, path_of(ann), status=422).all(".error")
    assert stored(ann).party_size == 1


def test_a_full_location_is_said(
    organizer_client: FlaskClient, event: Event, ann: Registration
) -> None:
    full = factories.make_location(event=event, capacity=1, taken=1)
    page = open_page(organizer_client, f"{path_of(ann)}/move")
    answer = page.submit(organizer_client, "/move", code=full.public_id)
    assert "Too few seats" in check(answer, path_of(ann), status=422).text


def test_a_coordinator_acts_only_inside_their_countries(
    client: FlaskClient, organizer: object, event: Event, ann: Registration
) -> None:
    paris = factories.make_location(event=event, city="Paris", country="FR")
    bob = factories.make_registration(location=paris, name="Bob", email="bob@example.org")
    factories.make_organizer(email="cora@example.org", role=StaffRole.COORDINATOR, scope=("FR",))
    sign_in(client, "cora@example.org", factories.PASSWORD)
    token = open_page(client, path_of(bob)).form("/cancel").fields["cancel-csrf_token"]
    for act in ("cancel", "link", "move"):
        sent = {"csrf_token": token, f"{act}-sure": "y", "code": paris.public_id, "party_size": "1"}
        assert client.post(f"{path_of(ann)}/{act}", data=sent).status_code == 404
    page = open_page(client, f"{path_of(bob)}/move")
    berlin = db.session.get_one(Location, ann.location_id)
    answer = page.submit(client, "/move", code=berlin.public_id)
    check(answer, path_of(bob), status=422)
    assert stored(bob).location_id == paris.id
    assert stored(ann).state == RegistrationState.CONFIRMED


def test_a_letter_that_came_back_is_shown(
    organizer_client: FlaskClient,
    event: Event,
    ann: Registration,
    deliver: Callable[[], None],
    time: StandingClock,
) -> None:
    with transaction() as session:
        letter_id = outbox.enqueue(
            session,
            kind="registration.confirmed",
            event_id=event.id,
            about_id=ann.id,
            now=time.now(),
        )
    deliver()
    assert bounces.take(came_back(letter_id), now=time.now()) == bounces.Verdict.HARD
    page = open_page(organizer_client, path_of(ann))
    assert page.all("tbody tr")[0].startswith("You are confirmed Failed came back (5.1.1)")

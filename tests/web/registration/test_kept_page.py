"""What somebody may keep on their own phone: enough for the door, and nothing that harms a host."""

from datetime import timedelta

from flask.testing import FlaskClient

from app.events.models import Event
from app.locations.models import Location
from app.locations.rules import Release
from app.registration.rules import RegistrationState as State
from tests.factories import link_of, make_home, make_registration
from tests.pages import open_page


def test_it_holds_place_time_and_code_and_says_until_when(
    client: FlaskClient, event: Event, location: Location
) -> None:
    link = link_of(make_registration(location=location))
    page = open_page(client, f"{link}/door")
    code = open_page(client, link).all(".facts .code")[0]
    assert "Old Mill" in page.text
    assert page.all(".receipt-code") == [code]
    assert page.response.headers["X-Keep-Until"] == (event.ends_at + timedelta(hours=6)).isoformat()
    assert page.response.headers["Cache-Control"] == "no-store"


def test_it_holds_no_link_no_form_and_no_address_of_a_home(
    client: FlaskClient, event: Event
) -> None:
    home = make_home(event=event, address="Canary Street 7", release=Release.CONFIRMATION)
    link = link_of(make_registration(location=home))
    page = open_page(client, f"{link}/door")
    assert "Canary" not in page.response.text
    assert link not in page.response.text
    assert not page.forms()


def test_whoever_is_not_confirmed_has_nothing_to_keep(
    client: FlaskClient, location: Location
) -> None:
    link = link_of(make_registration(location=location, state=State.CANCELLED))
    assert client.get(f"{link}/door").status_code == 303
    assert open_page(client, link).tree.css_first("[data-keep]").attributes["data-keepable"] == "no"


def test_the_worker_is_served_for_the_whole_site(client: FlaskClient) -> None:
    answer = client.get("/worker.js")
    assert answer.mimetype == "text/javascript"
    assert "no-store" in answer.text

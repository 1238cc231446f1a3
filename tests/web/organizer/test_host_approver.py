"""A host approver: decides about offers of the own countries, and sees nothing of sign-ups."""

import pytest
from flask.testing import FlaskClient

from app.database import db
from app.events.models import Event
from app.locations.models import Location, LocationState
from app.staff import queries
from app.staff.accounts import address_index
from app.staff.models import StaffRole
from app.web.references import reference_of
from tests import factories, pages

OFFERS = "/organizer/summit/offers"


@pytest.fixture
def nora_client(client: FlaskClient, event: Event) -> FlaskClient:
    """A browser in which Nora is signed in, who decides about offers in Germany."""
    factories.make_organizer(email="nora@example.org", role=StaffRole.APPROVER, scope=("DE",))
    assert pages.sign_in(client, "nora@example.org", factories.PASSWORD).status_code == 303
    return client


def test_the_desk_begins_with_the_offers_and_shows_no_way_to_people(
    nora_client: FlaskClient, location: Location
) -> None:
    factories.make_registration(location=location)
    answer = nora_client.get("/organizer/")
    assert answer.location == OFFERS
    page = pages.open_page(nora_client, OFFERS)
    assert page.all(".desk-nav a") == ["Offers", "Log"]
    assert not page.links("/registrations")
    assert nora_client.get("/organizer/summit/registrations").status_code == 403


def test_an_offer_of_the_own_country_is_opened_and_approved(
    nora_client: FlaskClient, event: Event
) -> None:
    host = factories.make_host(event=event, state=LocationState.PROVEN)
    far = factories.make_home(event=event, country="FR", city="Paris", state=LocationState.PROVEN)
    foreign = factories.make_host(event=event, location=far, email="jean@example.org")
    page = pages.open_page(nora_client, OFFERS)
    assert page.links(f"{OFFERS}/") == [f"{OFFERS}/{reference_of(host.id)}"]
    assert nora_client.get(f"{OFFERS}/{reference_of(foreign.id)}").status_code == 404
    page = pages.open_page(nora_client, f"{OFFERS}/{reference_of(host.id)}")
    assert "homa@example.org" in page.text
    assert "Rose Street 7" in page.text
    assert page.submit(nora_client, "/approve").status_code == 303
    db.session.expire_all()
    assert host.location.state == LocationState.APPROVED
    log = pages.open_page(nora_client, "/organizer/summit/log")
    assert "Opened an offer" in log.text
    assert log.links(f"{OFFERS}/{reference_of(host.id)}")


def test_after_a_reset_by_letter_nothing_is_decided_and_no_number_is_seen(
    nora_client: FlaskClient, event: Event
) -> None:
    nora = queries.find_by_address(address_index("nora@example.org"))
    assert nora
    nora.reset_at = factories.NOW
    db.session.commit()
    assert nora_client.get("/organizer/").location == "/organizer/summit/log"
    for path in (OFFERS, "/organizer/summit/", "/organizer/summit/registrations"):
        assert nora_client.get(path).status_code == 403, path

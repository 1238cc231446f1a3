"""A coordinator of a region sees that region and nothing else, counts among it."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.events.models import Event
from app.registration.queries import numbers, rollup
from app.registration.rules import RegistrationState
from app.staff import queries as staff
from app.staff.accounts import address_index
from app.staff.models import StaffRole
from tests import factories, pages
from tests.pages import open_page

DESK = "/organizer/summit"
BREMEN = ("DE/Bremen",)


@pytest.fixture
def bremen(app: Flask, event: Event, organizer_client: FlaskClient) -> FlaskClient:
    """Signed in for Bremen alone, where Bea is; Ann is in Berlin, and Finn in Paris."""
    hall = factories.make_location(event=event, name="Harbour", city="Bremen", region="Bremen")
    factories.make_registration(location=hall, name="Bea", email="bea@example.org", party_size=3)
    factories.make_registration(
        location=hall, email="late@example.org", name="Late", state=RegistrationState.PENDING
    )
    factories.make_registration(location=factories.make_location(event=event))
    paris = factories.make_location(event=event, name="Quai", country="FR", region="Bremen")
    factories.make_registration(location=paris, name="Finn", email="finn@example.org")
    factories.make_host(event=event, name="Homa in Berlin")
    factories.make_organizer(email="bo@example.org", role=StaffRole.COORDINATOR, scope=BREMEN)
    client = app.test_client()
    assert pages.sign_in(client, "bo@example.org", factories.PASSWORD).status_code == 303
    return client


def test_lists_search_places_offers_and_exports_hold_the_region_alone(bremen: FlaskClient) -> None:
    listed = open_page(bremen, f"{DESK}/registrations").text
    assert "Bea" in listed
    assert not {"Ann", "Finn"} & set(listed.split())
    for words, name, found in (("bea@example.org", "Bea", True), ("ann@example.org", "Ann", False)):
        page = open_page(bremen, f"{DESK}/registrations")
        answer = pages.check(page.submit(bremen, "/registrations", q=words), DESK, status=200)
        assert (name in answer.text.split()) is found
    places = open_page(bremen, f"{DESK}/locations").text
    assert "Harbour" in places
    assert "Old Mill" not in places
    assert "Quai" not in places
    assert "Homa" not in open_page(bremen, f"{DESK}/offers").text
    file = bremen.get(f"{DESK}/registrations.csv").text
    assert "Bea" in file
    assert "ann@example.org" not in file


def test_numbers_and_the_roll_up_are_those_of_the_region(bremen: FlaskClient, event: Event) -> None:
    mine = numbers.count_everything(event.id, countries=BREMEN)
    assert [(row.country, row.state, row.locations, row.people) for row in mine.by_country] == [
        ("DE", RegistrationState.CONFIRMED, 1, 3),
        ("DE", RegistrationState.PENDING, 0, 1),
    ]
    assert (mine.offered, [share.people for share in mine.kinds]) == ({"DE": 1}, [3])
    # As the kept counters say it of a whole country.
    kept = numbers.count_everything(event.id, countries=("FR",))
    counted = numbers.count_everything(event.id, countries=("FR/Bremen",))
    assert counted == kept
    assert [leaf.people for leaf in rollup.leaves(event.id, countries=BREMEN)] == [3]
    assert "Berlin" not in open_page(bremen, f"{DESK}/places/DE").text
    assert bremen.get(f"{DESK}/places/FR").status_code == 404
    assert open_page(bremen, f"{DESK}/").text


def test_announcements_reach_the_region_and_only_its_own_are_seen(
    bremen: FlaskClient, event: Event, now: datetime
) -> None:
    factories.make_announcement(event=event, texts={"en": ("To all", "News.")})
    assert "To all" not in open_page(bremen, f"{DESK}/announcements").text
    written = open_page(bremen, f"{DESK}/announcements").submit(
        bremen, "/announcements", subject_en="To Bremen", body_en="Hello."
    )
    assert written.status_code == 303
    page = open_page(bremen, written.location)
    assert "To Bremen" in page.text
    assert "Bea" not in page.text


def test_the_team_page_binds_somebody_to_a_region_in_any_language(
    organizer_client: FlaskClient, event: Event
) -> None:
    page = open_page(organizer_client, f"{DESK}/team")
    typed = {"email": "new@example.org", "role": "coordinator"}
    wrong = page.submit(organizer_client, "/team", **typed, scope="Germany: Atlantis")
    assert "We know no region called Atlantis." in pages.check(wrong, DESK, status=422).text
    assert (
        page.submit(organizer_client, "/team", **typed, scope="Germany: Bayern").status_code == 303
    )
    invited = staff.open_invitations(event.id, factories.NOW)[0].invitation
    assert invited.scope == ["DE/Bavaria"]
    assert invited.address_index == address_index("new@example.org")
    assert "Germany: Bavaria" in open_page(organizer_client, f"{DESK}/team").text

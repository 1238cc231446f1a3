from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.events.models import Event
from app.locations.models import LocationKind, LocationState
from tests.acts.locations.world import BERLIN, TEHRAN, load_world, place_in
from tests.factories import count_statements, make_event, make_online_location
from tests.pages import open_page


@pytest.fixture(autouse=True)
def _world(app: Flask) -> None:
    load_world()


def test_a_location_shows_the_time_on_its_own_clocks_and_where_to_sign_up(
    client: FlaskClient, event: Event, now: datetime
) -> None:
    public_id = place_in(event, TEHRAN, now=now, address="Secret Alley 7")
    page = open_page(client, f"/en/summit/locations/{public_id}")
    assert page.heading == "Old Mill"
    assert "Friday 5 March 2027, 15:30 , Tehran time" in page.text
    assert "Friday 5 March 2027, 13:00, Berlin time" in page.text
    assert page.links("sign-up") == [f"/en/summit/sign-up?location={public_id}"]
    assert "Secret Alley" not in page.response.text
    assert page.response.headers["Cache-Control"] == "public, max-age=30"


def test_a_full_location_says_so_and_shows_other_ways(
    client: FlaskClient, event: Event, now: datetime
) -> None:
    public_id = place_in(event, TEHRAN, now=now, capacity=5, taken=5)
    sofa = make_online_location(event=event, country="IR")
    page = open_page(client, f"/en/summit/locations/{public_id}")
    assert "All seats here are taken" in page.text
    assert page.links("sign-up") == []
    assert page.links("near=") == ["/en/summit/locations?near=35.69,51.42"]
    assert page.links(sofa.public_id)
    open_page(client, page.links("near=")[0])


def test_a_full_location_names_the_nearest_that_have_seats(
    client: FlaskClient, event: Event, now: datetime
) -> None:
    full = place_in(event, TEHRAN, now=now, capacity=5, taken=5)
    place_in(event, TEHRAN, now=now, capacity=3, taken=3, name="Full as well")
    place_in(event, BERLIN, now=now, name="Far Hall")
    place_in(event, TEHRAN, now=now, name="Next Door")
    page = open_page(client, f"/en/summit/locations/{full}")
    assert page.all(".found h3") == ["Next Door", "Far Hall"]


def test_a_closed_location_takes_no_more_guests(
    client: FlaskClient, event: Event, now: datetime
) -> None:
    public_id = place_in(event, TEHRAN, now=now, state=LocationState.CLOSED)
    page = open_page(client, f"/en/summit/locations/{public_id}")
    assert "takes no more guests" in page.text
    assert page.links("sign-up") == []


def test_a_home_keeps_its_name_and_address_to_itself(
    client: FlaskClient, event: Event, now: datetime
) -> None:
    public_id = place_in(event, TEHRAN, now=now, kind=LocationKind.HOME, name="Family Karimi")
    page = open_page(client, f"/en/summit/locations/{public_id}")
    assert page.heading == "A home in Tehran"
    assert "Karimi" not in page.response.text


def test_watching_at_home_can_be_chosen_as_well(client: FlaskClient, event: Event) -> None:
    sofa = make_online_location(event=event, country="IR", timezone="Asia/Tehran")
    page = open_page(client, f"/en/summit/locations/{sofa.public_id}")
    assert page.heading == "At home in Iran"
    assert page.links("sign-up")


def test_what_is_not_listed_is_shown_to_whoever_has_its_address_but_kept_by_nobody(
    client: FlaskClient, event: Event, now: datetime
) -> None:
    public_id = place_in(event, TEHRAN, now=now, listed=False)
    page = open_page(client, f"/en/summit/locations/{public_id}")
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.response.headers["X-Robots-Tag"] == "noindex"


def test_a_location_of_another_event_or_state_is_not_found(
    client: FlaskClient, event: Event, now: datetime
) -> None:
    other = make_event(now=now, slug="other")
    foreign = place_in(other, TEHRAN, now=now)
    submitted = place_in(event, TEHRAN, now=now, state=LocationState.SUBMITTED)
    for name in (foreign, submitted, "nothing", "%00", "a" * 500, "%F0%9F%98%80"):
        open_page(client, f"/en/summit/locations/{name}", status=404)


def test_a_location_costs_few_statements(client: FlaskClient, event: Event, now: datetime) -> None:
    public_id = place_in(event, TEHRAN, now=now)
    with count_statements() as cold:
        client.get(f"/en/summit/locations/{public_id}")
    with count_statements() as warm:
        client.get(f"/en/summit/locations/{public_id}")
    assert len(cold) <= 6
    assert len(warm) <= 3

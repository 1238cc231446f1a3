"""From the world down to one location, with the empty ones, within what a reader may see."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.database import transaction
from app.events.kept import forget_all
from app.events.models import Event
from app.locations.models import Location, LocationState
from app.organizer.publishing import publish_figures
from app.registration.rules import RegistrationState as State
from app.registration.service import counting
from app.staff.models import Organizer, StaffRole
from tests import factories, pages

PATH = "/organizer/summit/places"


@pytest.fixture
def filled(event: Event, now: datetime) -> Event:
    """In Germany 23 people at two halls and nobody at a third; four people in France."""
    mill = factories.make_location(event=event, name="Old Mill", capacity=100)
    barn = factories.make_location(event=event, name="Barn", city="Potsdam", region="Brandenburg")
    factories.make_location(event=event, name="Empty Hall")
    paris = factories.make_location(event=event, city="Paris", country="FR", region="Paris")
    factories.make_registration(location=mill, party_size=9)
    counting.fold_counters(now=now)
    factories.make_registration(location=mill, party_size=11, email="bob@example.org")
    factories.make_registration(location=barn, party_size=3, email="eve@example.org")
    factories.make_registration(location=barn, email="kim@example.org", state=State.PENDING)
    factories.make_registration(location=paris, party_size=4, email="zoe@example.org")
    return event


def client_of(app: Flask, role: StaffRole, now: datetime, *scope: str) -> FlaskClient:
    factories.make_organizer(email="vera@example.org", role=role, now=now, scope=list(scope))
    client = app.test_client()
    assert pages.sign_in(client, "vera@example.org", factories.PASSWORD).status_code == 303
    return client


def put(location: Location, state: LocationState) -> None:
    with transaction() as session:
        session.get_one(Location, location.id).state = state


def rows(client: FlaskClient, path: str) -> list[str]:
    return pages.open_page(client, path).all("tbody tr")


def test_an_owner_goes_from_the_world_down_to_an_empty_hall(
    organizer_client: FlaskClient, filled: Event
) -> None:
    assert rows(organizer_client, PATH) == ["Germany 23 2 3", "France 4 1 1"]
    assert rows(organizer_client, f"{PATH}/DE") == ["Berlin 20 1 2", "Brandenburg 3 1 1"]
    page = pages.open_page(organizer_client, f"{PATH}/DE?region=Berlin")
    assert page.all("tbody tr") == ["Berlin 20 1 2"]
    [below] = page.links("city=")
    assert rows(organizer_client, below) == [
        "Old Mill Hall Open 20 100",
        "Empty Hall Hall Open 0 20",
    ]
    assert pages.open_page(organizer_client, below).links("/organizer/summit/locations/")


def test_the_overview_leads_there_by_its_map_and_its_table(
    organizer_client: FlaskClient, filled: Event
) -> None:
    page = pages.open_page(organizer_client, "/organizer/summit/")
    assert page.all("svg.desk-map title") == ["Germany: 23", "France: 4"]
    assert len(page.links("/places/DE")) == 2
    assert page.links("/places")


def test_a_viewer_sees_tens_down_to_the_city_and_no_location(
    app: Flask, organizer: Organizer, filled: Event, now: datetime
) -> None:
    viewer = client_of(app, StaffRole.VIEWER, now)
    publish_figures(now=now)
    assert rows(viewer, PATH) == ["Germany 20 under 10 3", "France under 10 under 10 1"]
    assert rows(viewer, f"{PATH}/DE") == ["Berlin 20 under 10 2", "Brandenburg under 10 under 10 1"]
    page = pages.open_page(viewer, f"{PATH}/DE?region=Berlin&city=Berlin")
    assert page.all("tbody tr") == ["Berlin 20 under 10 2"]
    assert "Old Mill" not in page.text


def test_a_place_that_nobody_can_choose_does_not_tell_a_viewer_of_its_people(
    app: Flask, organizer: Organizer, filled: Event, now: datetime
) -> None:
    viewer = client_of(app, StaffRole.VIEWER, now)
    publish_figures(now=now)
    before = rows(viewer, PATH), rows(viewer, f"{PATH}/FR")
    lyon = factories.make_location(event=filled, city="Lyon", country="FR", region="Rhône")
    factories.make_registration(location=lyon, email="max@example.org")
    put(lyon, LocationState.CLOSED)
    publish_figures(now=now + timedelta(hours=1))
    forget_all()
    assert (rows(viewer, PATH), rows(viewer, f"{PATH}/FR")) == before
    # A figure needs 19 at most, and then the line stands there.
    put(lyon, LocationState.APPROVED)
    factories.make_registration(location=lyon, party_size=18, email="kay@example.org")
    put(lyon, LocationState.CLOSED)
    publish_figures(now=now + timedelta(hours=2))
    forget_all()
    assert "Rhône 10 under 10 0" in rows(viewer, f"{PATH}/FR")


def test_a_coordinator_sees_the_own_countries_and_no_other_exists(
    app: Flask, organizer: Organizer, filled: Event, now: datetime
) -> None:
    french = client_of(app, StaffRole.COORDINATOR, now, "FR")
    assert rows(french, PATH) == ["France 4 1 1"]
    assert rows(french, f"{PATH}/FR") == ["Paris 4 1 1"]
    assert french.get(f"{PATH}/DE").status_code == 404


def test_addresses_that_were_tampered_with_answer_kindly(
    organizer_client: FlaskClient, filled: Event
) -> None:
    assert organizer_client.get(f"{PATH}/QQ").status_code == 404
    assert organizer_client.get(f"{PATH}/de").status_code == 404
    page = pages.open_page(organizer_client, f"{PATH}/DE?region=%FF'--")
    assert "No location here" in page.text
    assert rows(organizer_client, f"{PATH}/DE?region=Berlin&city=9&after=x") == ["Berlin 20 1 2"]


def test_a_region_is_asked_for_in_any_language_and_kept_in_english(
    organizer_client: FlaskClient, event: Event
) -> None:
    home = factories.make_location(event=event, region="Bavaria")
    factories.make_registration(location=home, name="Bob")
    for typed, country in (("بایرن", "DE"), ("bayern", ""), ("Bavaria", "DE")):
        asked = f"?region={typed}&country={country}"
        page = pages.open_page(
            organizer_client,
            "/organizer/summit/registrations" + asked,
            headers={"Accept-Language": "fa"},
        )
        assert page.all("tbody th") == ["Bob"], asked
        field = page.tree.css_first("input[name=region]")
        assert field is not None
        assert field.attributes["value"] == "بایرن"
        offered = [one.attributes["value"] for one in page.tree.css("#regions option")]
        assert bool(country) == ("بایرن" in offered)
        assert any("region=Bavaria" in link for link in page.links("registrations.csv"))
    page = pages.open_page(organizer_client, f"{PATH}/DE?region=Bayern")
    assert "Bavaria" in page.heading

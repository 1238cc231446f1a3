"""The overview: exact for whoever may see people, whole tens for whoever may not."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.events.kept import forget_all
from app.events.models import Event
from app.locations.models import LocationState
from app.organizer.publishing import publish_figures
from app.organizer.small_counts import in_tens
from app.registration.rules import RegistrationState as State
from app.staff.models import Organizer, StaffRole
from tests import factories, pages

PATH = "/organizer/summit/"


@pytest.fixture
def viewer_client(app: Flask, organizer: Organizer, now: datetime) -> FlaskClient:
    factories.make_organizer(email="vera@example.org", role=StaffRole.VIEWER, now=now)
    client = app.test_client()
    assert pages.sign_in(client, "vera@example.org", factories.PASSWORD).status_code == 303
    return client


def fill(event: Event, now: datetime) -> None:
    """23 people in Germany, 9 of them by one sign-up; 4 in France; one sign-up waits."""
    hall = factories.make_location(event=event, capacity=100)
    paris = factories.make_location(event=event, city="Paris", country="FR")
    factories.make_registration(location=hall, party_size=9, now=now)
    factories.make_registration(
        location=hall, party_size=14, email="bob@example.org", language="fa", now=now
    )
    factories.make_registration(location=paris, party_size=4, email="eve@example.org", now=now)
    factories.make_registration(
        location=paris, email="zoe@example.org", state=State.PENDING, now=now
    )


def figures(page: pages.Page) -> dict[str, str]:
    nouns, numbers = page.all("dl.numbers dt"), page.all("dl.numbers dd")
    return dict(zip(nouns, numbers, strict=True))


def rows(page: pages.Page) -> list[str]:
    return page.all("tbody tr")


def test_an_owner_sees_states_languages_kinds_and_countries_exactly(
    organizer_client: FlaskClient, event: Event, now: datetime
) -> None:
    fill(event, now)
    page = pages.open_page(organizer_client, PATH)
    seen = figures(page)
    assert seen["people"] == "27"
    assert seen["confirmed"] == "3"
    assert seen["not confirmed yet"] == "1"
    assert seen["locations taking part"] == "2"
    assert {"Persian 14", "English 13", "Hall 27"} <= set(rows(page))
    assert {"Germany 23 1 1", "France 4 1 1"} <= set(rows(page))


def test_a_viewer_sees_whole_tens_and_nothing_under_ten(
    viewer_client: FlaskClient, event: Event, now: datetime
) -> None:
    fill(event, now)
    assert "Not counted yet" in pages.open_page(viewer_client, PATH).text
    publish_figures(now=now)
    forget_all()
    page = pages.open_page(viewer_client, PATH)
    seen = figures(page)
    assert seen["people"] == "20"
    assert {seen[noun] for noun in ("confirmed", "not confirmed yet", "cancelled")} == {"under 10"}
    assert seen["countries"] == "1"
    assert {"Germany 20 under 10 1", "France under 10 under 10 1"} <= set(rows(page))
    assert {"Hall 20", "Home under 10"} <= set(rows(page))


def test_a_figure_moves_at_a_full_hour_alone_and_never_for_one_person(
    viewer_client: FlaskClient, organizer_client: FlaskClient, event: Event, now: datetime
) -> None:
    fill(event, now)
    publish_figures(now=now)
    lyon = factories.make_location(event=event, city="Lyon", country="FR", capacity=None)

    def seen(client: FlaskClient) -> tuple[dict[str, str], list[str]]:
        forget_all()
        page = pages.open_page(client, PATH)
        return figures(page), rows(page)

    before, of_the_owner = seen(viewer_client), seen(organizer_client)
    factories.make_registration(location=lyon, email="one@example.org", language="de", now=now)
    assert seen(organizer_client) != of_the_owner
    assert publish_figures(now=now + timedelta(hours=1))
    assert seen(viewer_client) == before
    factories.make_registration(location=lyon, email="bus@example.org", party_size=19, now=now)
    for minutes in (61, 90, 119):
        assert not publish_figures(now=now + timedelta(minutes=minutes))
        assert seen(viewer_client) == before
    assert publish_figures(now=now + timedelta(hours=2))
    assert "France 20 under 10 2" in seen(viewer_client)[1]


def test_a_viewer_learns_no_numbers_of_letters_and_reaches_no_people(
    viewer_client: FlaskClient, event: Event, now: datetime
) -> None:
    fill(event, now)
    page = pages.open_page(viewer_client, PATH)
    assert "Oldest due" not in page.text
    assert page.links("/registrations") == []


@pytest.mark.parametrize(
    ("number", "seen"), [(0, 0), (1, 0), (9, 0), (10, 10), (19, 10), (100, 100), (109, 100)]
)
def test_tens_are_rounded_down(number: int, seen: int) -> None:
    assert in_tens(number) == seen


def test_the_order_of_countries_tells_a_viewer_nothing_either(
    viewer_client: FlaskClient, event: Event, now: datetime
) -> None:
    for city, country, people in (("Paris", "FR", 3), ("Berlin", "DE", 7)):
        place = factories.make_location(event=event, city=city, country=country)
        factories.make_registration(location=place, party_size=people, email=f"{city}@example.org")
    publish_figures(now=now)
    page = pages.open_page(viewer_client, PATH)
    countries = [row.split()[0] for row in rows(page) if row.startswith(("France", "Germany"))]
    assert countries == ["France", "Germany"]


def test_the_page_says_what_waits_for_a_decision(
    organizer_client: FlaskClient, event: Event
) -> None:
    factories.make_host(event=event, state=LocationState.PROVEN)
    page = pages.open_page(organizer_client, PATH)
    assert "1 offer waits for a decision" in page.text
    assert page.links("/offers")

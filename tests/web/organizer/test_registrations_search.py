"""Looking for people: by address, by code, by part of a name; never in the address of a page."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from app.events.models import Event
from app.locations.models import Location
from tests import factories
from tests.pages import check, open_page
from tests.web.organizer.test_registrations_page import PATH, names, sign_up_many


@pytest.mark.parametrize(
    "text", ["ANN@Example.org ", "ann", "ÄRZ", "ａｎｎ", "7K3M-9QXT-2HVB-WE5R"]
)
def test_search_finds_by_address_by_code_and_by_part_of_a_name(
    organizer_client: FlaskClient, location: Location, text: str
) -> None:
    factories.make_registration(
        location=location, name="Annemarie März", receipt="7K3M9QXT2HVBWE5R"
    )
    factories.make_registration(location=location, name="Bob", email="bob@example.org")
    page = open_page(organizer_client, PATH)
    found = check(page.submit(organizer_client, PATH, q=text), PATH, status=200)
    assert names(found) == ["Annemarie März"]
    assert found.response.headers["Cache-Control"] == "no-store"


def test_search_by_name_takes_arabic_and_persian_letters_for_the_same(
    organizer_client: FlaskClient, location: Location
) -> None:
    factories.make_registration(location=location, name="علی کریمی")
    page = open_page(organizer_client, PATH)
    found = check(page.submit(organizer_client, PATH, q="علي كريمي"), PATH, status=200)
    assert names(found) == ["علی کریمی"]


def test_a_name_of_sixteen_letters_is_not_lost_as_a_code(
    organizer_client: FlaskClient, location: Location
) -> None:
    factories.make_registration(location=location, name="Margareta Jansen Beck")
    page = open_page(organizer_client, PATH)
    found = check(page.submit(organizer_client, PATH, q="Margareta Jansen"), PATH, status=200)
    assert names(found) == ["Margareta Jansen Beck"]


def test_search_stops_at_two_hundred_and_says_so(
    organizer_client: FlaskClient, event: Event, now: datetime
) -> None:
    sign_up_many(factories.make_online_location(event=event), 202, now)
    page = open_page(organizer_client, PATH)
    found = check(page.submit(organizer_client, PATH, q="guest"), PATH, status=200)
    assert len(names(found)) == 200
    assert names(found)[0] == "Guest 201"
    assert "More than 200" in found.text


@pytest.mark.parametrize("text", ["", "   ", "x" * 255, "\0", "@", "💡" * 16])
def test_a_search_for_nothing_or_nonsense_is_no_error_of_ours(
    organizer_client: FlaskClient, location: Location, text: str
) -> None:
    factories.make_registration(location=location)
    page = open_page(organizer_client, PATH)
    assert page.submit(organizer_client, PATH, q=text).status_code in (200, 422)

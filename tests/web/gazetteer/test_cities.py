"""Cities while somebody types, and where their names come from."""

from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.acts.locations.world import BERLIN, OTHER_BERLIN, load_world
from tests.factories import count_statements
from tests.pages import open_page


@pytest.fixture(autouse=True)
def _world(app: Flask) -> None:
    load_world()


def test_a_hit_says_which_name_matched_and_where_the_city_is(client: FlaskClient) -> None:
    [first] = client.get("/en/cities.json?q=" + quote("برلين")).json or []
    assert first == {
        "id": BERLIN,
        "name": "Berlin",
        "latin": "",
        "matched": "برلین",
        "region": "",
        "country": "DE",
        "country_name": "Germany",
    }


def test_in_persian_the_latin_name_stands_beside_and_a_spelling_is_no_other_name(
    client: FlaskClient,
) -> None:
    [first, *_] = client.get("/fa/cities.json?q=Berli").json or []
    assert (first["name"], first["latin"], first["matched"]) == ("برلین", "Berlin", "")
    assert first["country_name"] == "آلمان"


def test_the_country_of_the_page_is_a_hint(client: FlaskClient) -> None:
    hits = client.get("/en/cities.json?q=ber&country=us").json or []
    assert [hit["id"] for hit in hits] == [BERLIN, OTHER_BERLIN]
    hits = client.get("/en/cities.json?q=berl&country=XX%00").json or []
    assert [hit["id"] for hit in hits] == [BERLIN, OTHER_BERLIN]


def test_a_proxy_may_keep_it_for_a_day_and_it_sets_no_cookie(client: FlaskClient) -> None:
    answer = client.get("/en/cities.json?q=tehrna")
    assert answer.mimetype == "application/json"
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert "Set-Cookie" not in answer.headers


def test_a_region_is_suggested_by_its_name_in_any_language_with_its_country(
    client: FlaskClient,
) -> None:
    for typed in ("bav", "bayer", quote("بایر")):
        [bavaria] = [
            hit
            for hit in client.get(f"/fa/regions.json?q={typed}").json or []
            if hit["country"] == "DE"
        ]
        assert bavaria == {"name": "بایرن", "country": "DE", "country_name": "آلمان"}
    there = client.get("/en/regions.json?q=new&country=us").json or []
    assert "New York" in [hit["name"] for hit in there]
    assert {hit["country"] for hit in there} == {"US"}


@pytest.mark.parametrize("typed", ["", "%00", "%E2%80%AE", "a" * 10_000, "%25"])
def test_no_text_for_a_region_is_an_error(client: FlaskClient, typed: str) -> None:
    answer = client.get(f"/en/regions.json?q={typed}&country=%00")
    assert (answer.status_code, answer.json) == (200, [])


@pytest.mark.parametrize("typed", ["", "%00", "%E2%80%AE", "%ED%A0%80", "a" * 10_000, "%25", "😀"])
def test_no_text_is_an_error(client: FlaskClient, typed: str) -> None:
    with count_statements() as statements:
        answer = client.get(f"/en/cities.json?q={typed}")
    assert (answer.status_code, answer.json) == (200, [])
    assert len(statements) <= 3


def test_the_about_page_names_sources_and_licences(client: FlaskClient) -> None:
    page = open_page(client, "/en/about")
    assert "GeoNames" in page.text
    assert "creativecommons.org/licenses/by/4.0" in page.text

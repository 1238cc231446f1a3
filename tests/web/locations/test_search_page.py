from datetime import datetime
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.events.kept import forget_all
from app.events.models import Event
from app.locations.models import LocationKind
from tests.acts.locations.world import BERLIN, TEHRAN, load_world, place_in
from tests.factories import count_statements, make_online_location
from tests.pages import open_page

PATH = "/en/summit/locations"


@pytest.fixture(autouse=True)
def _world(app: Flask) -> None:
    load_world()


def test_a_city_is_found_and_leads_to_its_locations(
    client: FlaskClient, event: Event, now: datetime
) -> None:
    public_id = place_in(event, BERLIN, now=now, access="Step-free", capacity=4, taken=2)
    sofa = make_online_location(event=event, country="DE")
    page = open_page(client, f"{PATH}?q=Berlin")
    assert page.links(public_id) == [f"{PATH}/{public_id}"]
    assert page.all(".found .tag") == ["few seats"]
    assert "Hall · Berlin , Germany" in page.text
    assert "English, Persian · Step-free" in page.text
    assert page.links(sofa.public_id) == [f"{PATH}/{sofa.public_id}"]
    assert page.forms()[0].fields == {"q": "Berlin", "country": "", "kind": "", "language": ""}
    assert page.links("/host") == ["/en/summit/host"]


def test_in_persian_the_latin_name_stands_beside(
    client: FlaskClient, event: Event, now: datetime
) -> None:
    place_in(event, TEHRAN, now=now)
    page = open_page(client, f"/fa/summit/locations?q={quote('تهران')}")
    assert "تهران (Tehran)" in page.text


def test_pages_of_twenty_by_country_keep_the_search(
    client: FlaskClient, event: Event, now: datetime
) -> None:
    made = {place_in(event, BERLIN, now=now) for _ in range(45)}
    seen: list[str] = []
    path = f"{PATH}?country=DE"
    while path:
        page = open_page(client, path)
        assert page.tree.css_first("option[selected]").attributes["value"] == "DE"
        seen += [link.rsplit("/", 1)[1] for link in page.links(f"{PATH}/")]
        more = page.tree.css_first("a[rel=next]")
        path = (more.attributes["href"] or "") if more else ""
    assert len(seen) == 45
    assert set(seen) == made


@pytest.mark.parametrize("page", ["2", "1000000000", "-1", "x", "", "0", "9" * 5000, "%00"])
def test_no_page_number_is_an_error(client: FlaskClient, event: Event, page: str) -> None:
    open_page(client, f"{PATH}?page={page}")


def test_after_the_end_of_the_list_there_is_a_way_back(
    client: FlaskClient, event: Event, now: datetime
) -> None:
    place_in(event, BERLIN, now=now)
    page = open_page(client, f"{PATH}?country=DE&page=1000000000")
    assert "The list ends before this page" in page.text
    assert f"{PATH}?country=DE" in page.links()


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "%00", "%ff%fe", "%E2%80%AE", "'\";--", "%25", "_", "<script>", "a" * 10_000),
        *("%F0%9F%98%80", "%ED%A0%80", "b", "%D8%A8", "%EF%BF%BF", ",", "،"),
    ],
)
def test_no_text_is_an_error(client: FlaskClient, event: Event, now: datetime, text: str) -> None:
    place_in(event, BERLIN, now=now)
    page = open_page(client, f"{PATH}?q={text}")
    assert len(page.forms()[0].fields["q"]) <= 100


def test_what_was_typed_stays_and_is_not_markup(client: FlaskClient, event: Event) -> None:
    page = open_page(client, f"{PATH}?q=<script>x</script>")
    assert page.forms()[0].fields["q"] == "<script>x</script>"
    assert "No location found" in page.text
    assert "<script>x" not in page.response.text


@pytest.mark.parametrize("country", ["ZZ", "de%00", "%D9%86", "D", "DEU" * 1000])
def test_an_unknown_country_has_no_locations(
    client: FlaskClient, event: Event, now: datetime, country: str
) -> None:
    place_in(event, TEHRAN, now=now)
    assert "No location found" in open_page(client, f"{PATH}?country={country}").text


@pytest.mark.parametrize("near", ["x", "nan,1", "91,0", "0,181", "1", "%00", "1,2,3", "9" * 5000])
def test_a_bad_point_is_told_beside_the_field(
    client: FlaskClient, event: Event, now: datetime, near: str
) -> None:
    place_in(event, BERLIN, now=now)
    page = open_page(client, f"{PATH}?near={near}", status=422)
    assert page.all("#q-error") == [
        "Please correct: This is not a point on the map. Please type your city instead."
    ]
    assert "ETag" not in page.response.headers


def test_the_nearest_say_about_how_far_they_are(
    client: FlaskClient, event: Event, now: datetime
) -> None:
    place_in(event, TEHRAN, now=now)
    place_in(event, BERLIN, now=now, kind=LocationKind.HOME)
    page = open_page(client, f"{PATH}?near=52.45,13.41&page=9")
    assert page.all(".found h3") == ["A home in Berlin", "Old Mill"]
    assert "about 8 km" in page.all(".found")[0]


@pytest.mark.parametrize("near", ["90,0", "-90,180", "0,180", "0,-180", "۵۲٫۵،۱۳٫۴"])
def test_poles_and_date_line_are_points_as_well(
    client: FlaskClient, event: Event, now: datetime, near: str
) -> None:
    place_in(event, BERLIN, now=now)
    assert open_page(client, f"{PATH}?near={near}").all(".found h3") == ["Old Mill"]


def test_the_map_is_links_with_words_and_leads_on(
    client: FlaskClient, event: Event, now: datetime
) -> None:
    for _ in range(12):
        place_in(event, BERLIN, now=now)
    place_in(event, TEHRAN, now=now)
    page = open_page(client, PATH)
    assert sorted(page.all("svg.map a title")) == ["Germany: more than 10", "Iran: a few"]
    [berlin] = [link for link in page.links("?near=") if "near=52.5" in link]
    assert open_page(client, berlin).all(".found h3")[0] == "Old Mill"
    assert page.links("?continent=") != []
    europe = open_page(client, f"{PATH}?continent=europe")
    assert europe.all("svg.map a title") == ["Germany: more than 10"]
    assert europe.all(".columns li") == ["Germany 10+"]


def test_a_country_has_a_map_of_its_own_whose_circles_are_named_by_their_cities(
    client: FlaskClient, event: Event, now: datetime
) -> None:
    for _ in range(12):
        place_in(event, BERLIN, now=now)
    place_in(event, TEHRAN, now=now)
    page = open_page(client, f"{PATH}?country=DE")
    assert page.all("svg.map a title") == ["Berlin: more than 10"]
    [berlin] = [link for link in page.links("?near=") if "near=52.5" in link]
    assert open_page(client, berlin).all(".found h3")[0] == "Old Mill"
    assert open_page(client, f"{PATH}?country=DE&page=2").all("svg.map") != []
    persian = open_page(client, "/fa/summit/locations?country=DE")
    assert persian.all("svg.map a title")[0].startswith("برلین: ")
    for smaller in ("?country=DE&q=Berlin", "?country=DE&region=Berlin", "?country=AQ"):
        assert open_page(client, PATH + smaller).all("svg.map a") == []


def test_an_explored_map_asks_for_what_is_in_view(
    client: FlaskClient, event: Event, now: datetime
) -> None:
    place_in(event, BERLIN, now=now, kind=LocationKind.HOME, latitude=52.9, longitude=13.9)
    place_in(event, TEHRAN, now=now, listed=False)
    answer = client.get("/fa/summit/locations/clusters.json?box=30,-20,60,60&zoom=9")
    assert answer.json == [{"at": [52.52, 13.41], "told": "", "country": "آلمان"}]
    assert answer.headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("box", ["", "1,2,3", "nan,0,1,1", "-91,0,0,0", "5,0,1,1", "x" * 9000])
def test_a_bad_box_is_refused(client: FlaskClient, event: Event, box: str) -> None:
    assert client.get(f"{PATH}/clusters.json?box={box}&zoom=99999").status_code == 400


def test_no_list_tells_a_number_under_ten(client: FlaskClient, event: Event, now: datetime) -> None:
    for _ in range(9):
        place_in(event, TEHRAN, now=now, region="Tehran")
    for _ in range(12):
        place_in(event, BERLIN, now=now, region="Berlin")
    assert open_page(client, PATH).all(".columns li") == ["Germany 10+", "Iran"]
    assert open_page(client, f"{PATH}?country=IR").all(".columns li") == ["Tehran"]
    page = open_page(client, f"{PATH}?country=DE&region=Berlin")
    assert page.all(".columns li") == ["Berlin 10+"]
    assert page.links("?city=") == [f"{PATH}?city={BERLIN}"]


def test_regions_and_cities_are_named_in_the_language_of_the_page(
    client: FlaskClient, event: Event, now: datetime
) -> None:
    place_in(event, BERLIN, now=now, region="State of Berlin")
    place_in(event, TEHRAN, now=now, region="Fars")
    path = "/fa/summit/locations"
    assert open_page(client, f"{path}?country=IR").all(".columns li") == ["فارس"]
    page = open_page(client, f"{path}?country=DE&region=State+of+Berlin")
    assert page.all(".columns li") == ["برلین"]
    assert "برلین" in page.all("#found h2")[0]


def test_wishes_stay_on_the_next_page(client: FlaskClient, event: Event, now: datetime) -> None:
    for _ in range(25):
        place_in(event, BERLIN, now=now, access="Step-free")
    page = open_page(client, f"{PATH}?country=DE&wheelchair=1&kind=hall")
    more = page.tree.css_first("a[rel=next]").attributes["href"] or ""
    assert "wheelchair=1" in more
    assert "kind=hall" in more
    assert len(open_page(client, more).all(".found")) == 5


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?q=Berlin",
        "?q=Brlni",
        "?q=Nowhereville",
        "?city=2950159",
        "?continent=europe",
        "?q=Germany",
        "?country=DE",
        "?near=52.5,13.4",
        "?near=-50,-120",
    ],
)
def test_a_search_costs_at_most_six_statements(
    client: FlaskClient, event: Event, now: datetime, query: str
) -> None:
    for _ in range(25):
        place_in(event, BERLIN, now=now)
    make_online_location(event=event, country="DE")
    with count_statements() as cold:
        client.get(PATH + query)
    with count_statements() as warm:
        client.get(PATH + query)
    assert len(cold) <= 6
    assert len(warm) == 1


def test_a_search_can_be_kept_by_a_proxy_and_sets_no_cookie(
    client: FlaskClient, event: Event
) -> None:
    answer = client.get(f"{PATH}?q=Berlin")
    assert answer.headers["Cache-Control"] == "public, max-age=30"
    assert "ETag" in answer.headers
    assert "Set-Cookie" not in answer.headers


def test_the_map_has_a_light_for_each_city(
    client: FlaskClient, event: Event, now: datetime
) -> None:
    place_in(event, BERLIN, now=now, latitude=10.0, longitude=10.0)
    with count_statements() as statements:
        answer = client.get("/lights/summit.svg")
        client.get("/lights/summit.svg")
    assert len(statements) == 3
    assert (answer.mimetype, answer.headers["Cache-Control"]) == (
        "image/svg+xml",
        "public, max-age=300",
    )
    one_light = answer.data
    place_in(event, BERLIN, now=now, latitude=52.7, longitude=13.9)
    forget_all()
    assert client.get("/lights/summit.svg").data == one_light

from datetime import datetime

import pytest
from flask import Flask

from app.database import db
from app.events.models import Event
from app.locations import queries, search
from app.locations.models import LocationKind, LocationState
from app.locations.search import Asked
from tests.acts.locations.world import BERLIN, OTHER_BERLIN, SUVA, TEHRAN, load_world, place_in
from tests.factories import make_event, make_online_location


@pytest.fixture(autouse=True)
def _world(app: Flask) -> None:
    load_world()


def found(event: Event, text: str = "", country: str = "", near: str = "") -> list[str]:
    db.session.rollback()
    asked = Asked.read(text, country, near, "")
    return [place.view.public_id for place in search.find(event.id, asked, "en").places]


@pytest.mark.parametrize("text", ["berlin", "BERL", "Berlin, Germany", " Be\u200frlin "])
def test_a_city_is_found_in_any_spelling_the_biggest_first(
    event: Event, now: datetime, text: str
) -> None:
    small = place_in(event, OTHER_BERLIN, now=now)
    big = place_in(event, BERLIN, now=now)
    place_in(event, TEHRAN, now=now)
    assert found(event, text) == [big, small]


def test_a_city_is_found_in_another_script(event: Event, now: datetime) -> None:
    place_in(event, OTHER_BERLIN, now=now)
    big = place_in(event, BERLIN, now=now)
    assert found(event, "برلین") == found(event, "برلي") == [big]


def test_a_hall_is_found_by_any_of_its_words_after_the_cities(event: Event, now: datetime) -> None:
    bar = place_in(event, TEHRAN, now=now, name="Café Berlin")
    city = place_in(event, BERLIN, now=now)
    assert found(event, "berlin") == [city, bar]
    assert found(event, "cafe") == [bar]
    assert found(event, "café berlin tehran") == [bar]


def test_a_home_is_not_found_by_the_name_of_its_host(event: Event, now: datetime) -> None:
    home = place_in(event, BERLIN, now=now, kind=LocationKind.HOME, name="Karimi")
    assert found(event, "Karimi") == []
    assert found(event, "Berlin") == [home]


def test_the_name_of_a_country_is_its_country(event: Event, now: datetime) -> None:
    berlin = place_in(event, BERLIN, now=now)
    place_in(event, TEHRAN, now=now)
    assert found(event, "germany") == found(event, country="de") == [berlin]
    assert found(event, "Tehran", country="US") == []


def test_only_what_is_approved_listed_and_of_the_event_is_found(
    event: Event, now: datetime
) -> None:
    place_in(event, BERLIN, now=now, state=LocationState.SUBMITTED)
    place_in(event, BERLIN, now=now, state=LocationState.CLOSED)
    place_in(event, BERLIN, now=now, listed=False)
    other = make_event(now=now, slug="other")
    place_in(other, BERLIN, now=now)
    make_online_location(event=event)
    assert found(event) == found(event, "Berlin") == found(event, country="DE") == []
    assert queries.nearest(event.id, (52.5, 13.4)) == []


def test_a_single_letter_does_not_find_half_the_world(event: Event, now: datetime) -> None:
    place_in(event, BERLIN, now=now)
    assert found(event, "b") == []


def test_the_nearest_come_first_across_the_date_line(event: Event, now: datetime) -> None:
    far = place_in(event, TEHRAN, now=now)
    near = place_in(event, SUVA, now=now)
    middle = place_in(event, SUVA, now=now, longitude=-179.0)
    assert found(event, near="-18,-179.9") == [middle, near, far]
    kms = [km for _row, km in queries.nearest(event.id, (-18.0, -179.9))]
    assert kms == sorted(kms)
    assert kms[0] < 100


def test_a_country_of_the_search_offers_its_own_sofa(event: Event, now: datetime) -> None:
    place_in(event, BERLIN, now=now)
    sofa = make_online_location(event=event, country="DE")
    result = search.find(event.id, Asked.read("Berlin", "", "", ""), "en")
    assert result.country == "DE"
    assert result.home is not None
    assert (result.home.public_id, result.home.title) == (sofa.public_id, "At home in Germany")


@pytest.mark.parametrize("country", ["ZZ", "\0\0", "نن", "D", "1"])
def test_an_unknown_country_finds_nothing(event: Event, now: datetime, country: str) -> None:
    place_in(event, BERLIN, now=now)
    assert found(event, country=country) == []


def test_a_city_without_a_location_leads_to_the_nearest_ones(event: Event, now: datetime) -> None:
    near = place_in(event, BERLIN, now=now)
    far = place_in(event, SUVA, now=now)
    result = search.find(event.id, Asked.read("تهران", "", "", ""), "fa")
    assert [place.view.public_id for place in result.places] == [near, far]
    assert result.nearest_to.startswith("تهران")
    assert result.country == "IR"

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app.database import db, transaction
from app.events.kept import forget_all
from app.events.models import Event
from app.locations import search, seats, snapshot
from app.locations.asked import Asked
from app.locations.models import Location, LocationKind, LocationState
from tests.acts.locations.world import BERLIN, OTHER_BERLIN, SUVA, TEHRAN, load_world, place_in
from tests.factories import NOW, make_event, make_online_location


@pytest.fixture(autouse=True)
def _world(app: Flask) -> None:
    load_world()


def find(event: Event, shown_in: str = "en", **arguments: str) -> search.Result:
    db.session.rollback()
    forget_all()
    spots = snapshot.finder(event.id, NOW).spots
    return search.find(event.id, spots, Asked.read(arguments), shown_in)


def found(event: Event, text: str = "", country: str = "", **more: str) -> list[str]:
    result = find(event, q=text, country=country, **more)
    return [place.view.public_id for place in (*result.places, *result.named)]


@pytest.mark.parametrize("text", ["berlin", "BERL", "Berlin, Germany", " Be\u200frlin "])
def test_a_city_is_found_in_any_spelling_and_the_nearest_come_first(
    event: Event, now: datetime, text: str
) -> None:
    small = place_in(event, OTHER_BERLIN, now=now)
    near = place_in(event, BERLIN, now=now, latitude=52.6)
    big = place_in(event, BERLIN, now=now)
    far = place_in(event, TEHRAN, now=now)
    assert found(event, text) == [big, near, far, small]


def test_a_wrong_letter_and_another_script_find_the_city(event: Event, now: datetime) -> None:
    place_in(event, OTHER_BERLIN, now=now)
    big = place_in(event, BERLIN, now=now)
    for text in ("برلین", "برلي", "Berlni", "Brlin", "برلیم"):
        result = find(event, q=text)
        assert (result.near, result.is_in_city) == ("Berlin", True), text
        assert result.places[0].view.public_id == big


def test_another_city_of_the_name_can_be_chosen(event: Event, now: datetime) -> None:
    small = place_in(event, OTHER_BERLIN, now=now)
    place_in(event, BERLIN, now=now)
    [other] = find(event, q="berlin").others
    assert (other.id, other.where) == (OTHER_BERLIN, "United States")
    assert found(event, city=str(other.id))[0] == small
    assert found(event, "berlin", "US")[0] == small


def test_a_hall_is_found_by_any_of_its_words(event: Event, now: datetime) -> None:
    bar = place_in(event, TEHRAN, now=now, name="Café Berlin")
    assert found(event, "cafe") == [bar]
    assert found(event, "café berlin tehran") == [bar]
    assert [place.view.public_id for place in find(event, q="cafe").named] == [bar]


def test_wishes_are_met(event: Event, now: datetime) -> None:
    hall = place_in(event, BERLIN, now=now, access="Step-free entrance", languages=("de",))
    home = place_in(event, BERLIN, now=now, kind=LocationKind.HOME, languages=("fa",))
    full = place_in(event, BERLIN, now=now, capacity=5, taken=5, languages=("de",))
    assert found(event, "berlin", kind="home") == [home]
    assert found(event, "berlin", language="de") == [hall, full]
    assert found(event, "berlin", wheelchair="1") == found(event, wheelchair="1") == [hall]
    assert found(event, country="DE", free="1") == [hall, home]
    assert found(event, "berlin", kind="castle", language="<x>") == [hall, home, full]


def test_a_home_stands_at_its_citys_centre_whatever_its_row_says(
    event: Event, now: datetime
) -> None:
    place_in(event, BERLIN, now=now, kind=LocationKind.HOME, latitude=52.9, longitude=13.9)
    [place] = find(event, near="52.52,13.41").places
    assert place.km == 1
    [spot] = snapshot.finder(event.id, now).spots.listed
    assert spot.point == (52.52, 13.41)


def test_from_country_to_region(event: Event, now: datetime) -> None:
    berlin = place_in(event, BERLIN, now=now, region="Berlin")
    place_in(event, BERLIN, now=now, region="Brandenburg")
    assert found(event, country="DE", region="Berlin") == [berlin]


def test_a_region_is_found_by_its_name_in_any_language_where_no_city_has_it(
    event: Event, now: datetime
) -> None:
    there = place_in(event, BERLIN, now=now, region="Brandenburg")
    place_in(event, BERLIN, now=now, region="State of Berlin")
    for typed in ("Brandenburg", "Brandebourg", "براندنبورگ", "Brandenburg, Germany"):
        assert found(event, typed) == [there], typed
    assert len(found(event, "Bavaria")) == 2, "nothing there: all of its country"
    assert found(event, "Fars") == []


def test_what_is_in_memory_is_read_again_only_when_a_location_changed(
    event: Event, now: datetime
) -> None:
    public_id = place_in(event, BERLIN, now=now, capacity=1)
    snapshot.finder(event.id, now - timedelta(minutes=2))  # the first does not ask for numbers
    first = snapshot.finder(event.id, now)
    [spot] = first.spots.listed
    location = db.session.get_one(Location, spot.id)
    with transaction() as session:
        assert seats.take(session, location, 1)
    later = snapshot.finder(event.id, now + timedelta(minutes=2))
    assert later.spots.listed is first.spots.listed
    assert (first.spots.full, later.spots.full) == (frozenset(), {spot.id})
    changes = [
        update(Location).values(wheelchair=True),
        update(Location).values(state=LocationState.CLOSED),
        update(Location).where(Location.public_id == public_id).values(city="Bärlin"),
    ]
    for minutes, change in enumerate(changes, start=4):
        with transaction() as session:
            session.execute(change)
        again = snapshot.finder(event.id, now + timedelta(minutes=2 * minutes))
        assert again.revision != later.revision
        assert again.spots.listed is not later.spots.listed
        later = again
    place_in(event, TEHRAN, now=now)
    last = snapshot.finder(event.id, now + timedelta(minutes=30))
    assert [one.city for one in last.spots.listed] == ["Tehran"]


def test_what_was_closed_since_is_not_offered(event: Event, now: datetime) -> None:
    public_id = place_in(event, BERLIN, now=now)
    spots = snapshot.finder(event.id, now).spots
    with transaction() as session:
        session.execute(update(Location).values(state=LocationState.CLOSED))
    asked = Asked.read({"q": "Berlin"})
    assert public_id not in [
        p.view.public_id for p in search.find(event.id, spots, asked, "en").places
    ]


def test_a_home_is_not_found_by_the_name_of_its_host(event: Event, now: datetime) -> None:
    home = place_in(event, BERLIN, now=now, kind=LocationKind.HOME, name="Karimi")
    assert find(event, q="Karimi").named == ()
    assert found(event, "Berlin") == [home]


def test_the_name_of_a_country_is_its_country(event: Event, now: datetime) -> None:
    berlin = place_in(event, BERLIN, now=now)
    place_in(event, TEHRAN, now=now)
    assert found(event, "germany") == found(event, country="de") == [berlin]


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
    assert found(event, near="52.5,13.4") == []


def test_a_single_letter_does_not_find_half_the_world(event: Event, now: datetime) -> None:
    place_in(event, BERLIN, now=now)
    assert found(event, "b") == []


def test_the_nearest_come_first_across_the_date_line(event: Event, now: datetime) -> None:
    far = place_in(event, TEHRAN, now=now)
    near = place_in(event, SUVA, now=now)
    middle = place_in(event, SUVA, now=now, longitude=-179.0)
    assert found(event, near="-18,-179.9") == [middle, near, far]
    kms = [place.km or 0 for place in find(event, near="-18,-179.9").places]
    assert kms == sorted(kms)
    assert kms[0] < 100


def test_who_moves_may_choose_their_own_sofa_as_well(event: Event, now: datetime) -> None:
    place = place_in(event, BERLIN, now=now)
    sofa = make_online_location(event=event, country="DE")
    forget_all()
    finder = snapshot.finder(event.id, now)
    asked = Asked.read({"q": "Berlin"})
    views = search.choices(event.id, finder.spots, finder.online, asked, "en")
    assert [view.public_id for view in views] == [place, sofa.public_id]
    assert views[-1].title == "At home in Germany"


@pytest.mark.parametrize("country", ["ZZ", "\0\0", "نن", "D", "1"])
def test_an_unknown_country_finds_nothing(event: Event, now: datetime, country: str) -> None:
    place_in(event, BERLIN, now=now)
    assert found(event, country=country) == []


def test_a_city_without_a_location_leads_to_the_nearest_ones(event: Event, now: datetime) -> None:
    near = place_in(event, BERLIN, now=now)
    far = place_in(event, SUVA, now=now)
    result = find(event, "fa", q="تهران")
    assert [place.view.public_id for place in result.places] == [near, far]
    assert result.near.startswith("تهران")
    assert not result.is_in_city
    assert result.country == "IR"

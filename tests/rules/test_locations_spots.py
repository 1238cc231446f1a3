"""The nearest places, anywhere on the globe."""

import random

import pytest

from app.gazetteer.rules import Point, distance_km
from app.locations.spots import Spot, Spots, Wanted


def spot(
    number: int,
    point: Point | None,
    *,
    wheelchair: bool = False,
    kind: str = "hall",
    part: tuple[str, str] = ("DE", ""),
) -> Spot:
    north, east = point or (None, None)
    languages = frozenset(("en", "fa") if number % 2 else ("en",))
    return Spot(north, east, number, kind, *part, None, "", wheelchair, languages)


def world(count: int = 2_000) -> list[Spot]:
    chance = random.Random(7)
    return [
        spot(
            number,
            (chance.uniform(-90, 90), chance.uniform(-180, 180)),
            wheelchair=chance.random() < 0.2,
            kind=chance.choice(("hall", "home")),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize(
    "point",
    [(52.5, 13.4), (0.0, 180.0), (0.0, -180.0), (-18.0, 179.9), (90.0, 0.0), (-90.0, 77.0), (0, 0)],
)
@pytest.mark.parametrize("wanted", [Wanted(), Wanted("home", "fa", wheelchair=True, free=True)])
def test_nobody_nearer_is_left_out(point: Point, wanted: Wanted) -> None:
    everywhere = world()
    full = {place.id for place in everywhere if place.id % 3 == 0}
    right = sorted(
        (distance_km(point, place.point), place.id)
        for place in everywhere
        if place.point and wanted.fits(place, full)
    )
    found = Spots(everywhere, full).nearest(point, wanted)
    assert [(km, place.id) for place, km in found] == right[:20]


def test_fewer_than_asked_for_are_all_there_are() -> None:
    found = Spots([spot(1, (10.0, 10.0)), spot(2, (-10.0, -170.0))]).nearest((10.0, 11.0))
    assert [place.id for place, _km in found] == [1, 2]
    assert Spots([]).nearest((0.0, 0.0)) == []


def test_seats_change_and_the_rest_stays() -> None:
    spots = Spots([spot(1, (10.0, 10.0)), spot(2, (11.0, 11.0))], full=[1])
    free = Wanted(free=True)
    assert [place.id for place, _km in spots.nearest((10.0, 10.0), free)] == [2]
    later = spots.with_full([2])
    assert [place.id for place, _km in later.nearest((10.0, 10.0), free)] == [1]
    assert [place.id for place in later.fitting(later.listed, free)] == [1]
    assert (later.fit(1, free), later.fit(2, free), later.fit(3, free)) == (True, False, False)
    assert [place.id for place, _km in spots.nearest((10.0, 10.0), free)] == [2]


def test_many_at_one_point_are_told_apart() -> None:
    spots = Spots([spot(number, (35.7, 51.4)) for number in range(500)])
    assert [place.id for place, _km in spots.nearest((35.0, 51.0))] == list(range(20))


def test_what_has_no_point_is_listed_and_never_near() -> None:
    spots = Spots([spot(1, None), spot(2, (1.0, 1.0))])
    assert [place.id for place, _km in spots.nearest((1.0, 1.0))] == [2]
    assert [place.id for place in spots.listed] == [1, 2]


def test_two_at_one_point_come_in_the_order_they_were_added() -> None:
    spots = Spots([spot(9, (1.0, 1.0)), spot(3, (1.0, 1.0))])
    assert [place.id for place, _km in spots.nearest((1.0, 1.0))] == [3, 9]


def test_countries_and_regions_are_listed_in_their_order() -> None:
    parts = (("IR", "Fars"), ("DE", "Bavaria"), ("IR", "Yazd"), ("DE", "Hesse"), ("IR", "Fars"))
    spots = Spots(spot(number, (1.0, 1.0), part=part) for number, part in enumerate(parts))

    def ids(country: str, region: str = "") -> list[int]:
        return [place.id for place in spots.within(country, region)]

    assert (ids(""), ids("IR"), ids("IR", "Fars")) == ([1, 3, 0, 2, 4], [0, 2, 4], [0, 4])
    assert (ids("XX"), ids("DE", "Fars"), ids("", "Fars")) == ([], [], [0, 4])

"""The desk's map of the world."""

import pytest

from app.locations.clusters import middles
from app.organizer.rollup import Line, Seen
from app.organizer.world import LARGEST, SMALLEST, spots_of


def line(code: str, people: int) -> Line:
    return Line(code, code, Seen(1, 0, people))


def test_areas_are_as_people_and_the_largest_lies_below() -> None:
    places = {"DE": (51.0, 10.0), "FR": (47.0, 2.0), "IR": (32.0, 53.0)}
    spots = spots_of([line("FR", 0), line("DE", 25), line("IR", 100), line("XX", 9)], places)
    assert [spot.line.key for spot in spots] == ["IR", "DE", "FR"]
    assert [spot.radius for spot in spots] == [LARGEST, (LARGEST + SMALLEST) / 2, SMALLEST]
    assert [spot.empty for spot in spots] == [False, False, True]


def test_nobody_anywhere_is_a_map_of_small_circles() -> None:
    [spot] = spots_of([line("DE", 0)], {"DE": (51.0, 10.0)})
    assert spot.radius == SMALLEST


def test_the_middle_of_a_country_on_both_sides_of_the_date_line() -> None:
    north, east = middles([(-17.0, 179.0, "FJ"), (-18.0, -179.0, "FJ")])["FJ"]
    assert north == -17.5
    assert abs(east) == pytest.approx(180.0)

"""The circles of the map."""

import random
from math import hypot, isclose

from app.locations.clusters import (
    CELL,
    CONTINENTS,
    MOST_CLUSTERS,
    NARROWEST,
    WORLD,
    circles,
    clusters,
    view_around,
    view_of,
)
from app.locations.rules import Box
from app.web.projection import HEIGHT, WIDTH


def points(count: int) -> list[tuple[float, float, str]]:
    chance = random.Random(3)
    return [
        (chance.gauss(50, 4), chance.gauss(10, 6), "DE" if chance.random() < 0.7 else "FR")
        for _ in range(count)
    ]


def test_every_location_is_in_one_circle_and_circles_hide_none_another() -> None:
    some = points(800)
    drawn = circles(some)
    assert drawn == circles(reversed(some))
    assert 2 < len(drawn) < 40
    for one in drawn:
        for other in drawn:
            if one is not other:
                assert hypot(one.x - other.x, one.y - other.y) > 0.6 * max(one.radius, other.radius)


def test_a_circle_tells_no_number_under_ten_neither_by_its_label_nor_by_its_size() -> None:
    sizes = {circles([(48.0, 11.0, "DE")] * count)[0].radius for count in range(1, 10)}
    assert len(sizes) == 1
    assert circles([(48.0, 11.0, "DE")] * 9)[0].told is None
    [twelve], [nineteen] = circles([(48.0, 11.0, "DE")] * 12), circles([(48.0, 11.0, "DE")] * 19)
    assert (twelve.told, twelve.radius) == (nineteen.told, nineteen.radius) == (10, twelve.radius)


def test_a_circle_leads_to_its_middle_also_across_the_date_line() -> None:
    [circle] = circles([(-17.0, 179.0, "FJ"), (-17.0, -179.0, "FJ")])
    assert (circle.part, circle.latitude, abs(circle.longitude)) == ("FJ", -17.0, 180.0)


def test_the_poles_stay_on_the_sheet() -> None:
    drawn = circles([(-90.0, 0.0, "AQ"), (90.0, 0.0, "NO")])
    assert all(0 < circle.y < HEIGHT and 0 <= circle.x <= WIDTH for circle in drawn)


def test_a_continent_is_a_part_of_the_sheet_with_smaller_circles() -> None:
    some = points(800)
    for continent in CONTINENTS.values():
        view = view_of(continent.box)
        assert 100 < view.width < WORLD.width
        assert 50 < view.height <= WORLD.height
    europe = circles(some, view_of(CONTINENTS["europe"].box))
    assert len(europe) > len(circles(some))
    assert max(circle.radius for circle in europe) < CELL * 0.62


def test_the_map_of_a_country_shows_all_of_its_locations_in_the_shape_of_the_sheet() -> None:
    berlin, munich = (52.5, 13.4), (48.1, 11.6)
    view = view_around([berlin, munich])
    assert view.width == NARROWEST
    assert isclose(view.width / view.height, WIDTH / HEIGHT)
    assert len(circles([(*berlin, "Berlin"), (*munich, "Munich")], view)) == 2
    for country in (
        [(64.1, -21.9)],
        [(-54.8, -68.3), (-18.5, -70.3)],
        [(43.1, 131.9), (54.7, 20.5)],
    ):
        view = view_around(country)
        assert 0 <= view.x <= WIDTH - view.width
        assert 0 <= view.y <= HEIGHT - view.height
        drawn = circles([(*point, "one of them") for point in country], view)
        assert len(drawn) == len(country)


def test_a_country_on_both_edges_of_the_sheet_or_at_a_pole_has_a_map_too() -> None:
    assert view_around([(1.9, -157.4), (1.4, 173.0)]).width == WIDTH
    assert view_around([(-90.0, 0.0)]).y == HEIGHT - view_around([(-90.0, 0.0)]).height
    assert view_around([]) == WORLD


def test_an_explored_map_shows_what_is_in_its_box_also_across_the_date_line() -> None:
    fiji, tonga, berlin = (-18.0, 178.0, "FJ"), (-20.0, -175.0, "TO"), (52.5, 13.4, "DE")
    box = Box(south=-30.0, north=0.0, west=170.0, east=-170.0)
    found = clusters([fiji, tonga, berlin], box, 6)
    assert [country for *_, country in found] == ["TO", "FJ"]
    assert found[0] == (-20.0, -175.0, None, "TO")


def test_zooming_in_parts_what_was_together_but_tells_no_number_under_ten() -> None:
    some = points(800)
    world = Box(-90.0, 90.0, -180.0, 180.0)
    counts = [len(clusters(some, world, zoom)) for zoom in (1, 3, 5, 10)]
    assert counts == sorted(counts)
    assert counts[-1] == MOST_CLUSTERS
    assert {told for *_, told, _country in clusters(some, world, 10)} == {None}

"""The map of lights and the sheet it is drawn on."""

from itertools import permutations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.locations.lights import (
    BRIGHT,
    DIM,
    GLOWING,
    brightness,
    draw_lights,
    gather,
    light_size,
)
from app.web.land import land_outline, land_rings
from app.web.projection import CENTRE, CUT, HEIGHT, WIDTH, from_centre, project

TEHRAN, BERLIN, SYDNEY = (35.69, 51.42, 3), (52.52, 13.4, 1), (-33.87, 151.21, 14)
SVG = "{http://www.w3.org/2000/svg}"
latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)


def paths(svg: str) -> dict[str, str]:
    """The paths of a drawing by id; the land has none."""
    root = ET.fromstring(svg)
    return {path.get("id", "land"): path.get("d", "") for path in root.iter(f"{SVG}path")}


def test_the_middle_of_the_map_is_in_the_middle() -> None:
    assert project(0, CENTRE)[0] == WIDTH / 2


def test_north_is_up_and_east_is_to_the_right() -> None:
    assert project(60, 20)[1] < project(-30, 20)[1]
    assert project(10, -70)[0] < project(10, 100)[0]


def test_both_sides_of_the_date_line_are_neighbours_on_the_map() -> None:
    fiji, samoa = project(-17, 179.9), project(-17, -179.9)
    assert samoa[0] - fiji[0] == pytest.approx(0.5, abs=0.3)


@given(latitudes, longitudes)
def test_every_longitude_falls_on_the_sheet(latitude: float, longitude: float) -> None:
    assert -0.001 <= project(latitude, longitude)[0] <= WIDTH + 0.001


@pytest.mark.parametrize("longitude", [CUT, CUT + 360, CUT - 360])
def test_a_meridian_has_one_place_whatever_its_name(longitude: float) -> None:
    assert from_centre(longitude) == -180


def test_without_locations_there_is_a_dark_world() -> None:
    assert paths(draw_lights([], "M0 0L1 1L2 0Z")) == {"land": "M0 0L1 1L2 0Z"}


def test_without_land_there_are_only_lights() -> None:
    assert list(paths(draw_lights([TEHRAN]))) == ["glowing"]


def test_the_same_lights_give_the_same_picture_in_any_order() -> None:
    assert len({draw_lights(order) for order in permutations([TEHRAN, BERLIN, SYDNEY])}) == 1


def test_locations_of_one_city_are_one_light() -> None:
    assert [count for _, _, count in gather([BERLIN] * 5)] == [5]


def test_a_place_without_locations_is_dark() -> None:
    assert gather([(35.69, 51.42, 0)]) == []


@given(st.lists(st.tuples(latitudes, longitudes, st.integers(1, 50)), max_size=30))
def test_no_location_is_lost_nor_drawn_beside_the_sheet(
    points: list[tuple[float, float, int]],
) -> None:
    lights = gather(points)
    assert sum(count for _, _, count in lights) == sum(count for _, _, count in points)
    assert all(0 <= x <= 2 * WIDTH and 0 < y < 2 * HEIGHT for x, y, _ in lights)


@pytest.mark.parametrize("latitude", [90, -90])
def test_the_poles_are_drawn_at_the_edge(latitude: int) -> None:
    ET.fromstring(draw_lights([(latitude, 0, 1)]))
    assert len(gather([(latitude, 0, 1)])) == 1


def test_many_locations_shine_brighter_than_few() -> None:
    assert [brightness(count, 9999) for count in (1, 3, 12)] == [DIM, BRIGHT, GLOWING]


def test_on_a_map_of_few_lights_each_one_glows_and_is_larger() -> None:
    assert brightness(1, 10) == GLOWING
    assert light_size(10) > light_size(1000) > light_size(9999)


def test_a_picture_needs_neither_style_nor_script() -> None:
    svg = draw_lights([TEHRAN, BERLIN, SYDNEY], "M0 0L1 1L2 0Z")
    assert "style" not in svg
    assert "script" not in svg


def topology(*rings: list[tuple[int, int]]) -> dict[str, object]:
    """A world-atlas file in small: rings of whole degrees."""
    arcs = []
    for ring in rings:
        before = [(0, 0), *ring[:-1]]
        arcs.append([[x - a, y - b] for (x, y), (a, b) in zip(ring, before, strict=True)])
    land = {"type": "MultiPolygon", "arcs": [[[index]] for index in range(len(arcs))]}
    return {
        "arcs": arcs,
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "objects": {"land": {"type": "GeometryCollection", "geometries": [land]}},
    }


def test_an_island_becomes_one_closed_path() -> None:
    outline = land_outline(topology([(0, 0), (10, 0), (10, 10), (0, 0)]))
    assert outline.startswith("M")
    assert outline.count("M") == outline.count("Z") == 1


def test_an_island_on_the_cut_stands_at_both_edges_of_the_sheet() -> None:
    outline = land_outline(topology([(-175, 0), (-160, 0), (-160, 40), (-175, 40), (-175, 0)]))
    across = [float(pair.split()[0]) for pair in outline.strip("MZ").replace("ZM", "L").split("L")]
    assert outline.count("M") == 2
    assert min(across) == 0
    assert max(across) == WIDTH
    assert not any(100 < x < 900 for x in across)


def test_an_island_across_the_date_line_stays_whole() -> None:
    ring = [(175, 0), (180, 0), (-175, 0), (-175, -10), (175, -10), (175, 0)]
    assert land_outline(topology(ring)).count("M") == 1


def test_antarctica_is_left_out() -> None:
    assert land_outline(topology([(-180, -70), (0, -65), (180, -70), (-180, -70)])) == ""


def test_an_arc_may_be_walked_backwards() -> None:
    half, other = [[0, 0], [10, 0], [0, 10]], [[0, 0], [0, 10], [10, 0]]
    land = {"type": "Polygon", "arcs": [[0, -2]]}
    world = {
        "arcs": [half, other],
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "objects": {"land": {"type": "GeometryCollection", "geometries": [land]}},
    }
    assert land_outline(world).count("L") == 3


def test_for_a_map_that_ends_at_the_date_line_an_island_across_it_is_cut() -> None:
    ring = [(175, 0), (180, 0), (-175, 0), (-175, -10), (175, -10), (175, 0)]
    one, other = land_rings(topology(ring))
    assert {longitude for _latitude, longitude in one} == {-180, -175}
    assert {longitude for _latitude, longitude in other} == {175, 180}
    assert land_rings(topology([(-180, -70), (0, -65), (180, -70), (-180, -70)])) == []

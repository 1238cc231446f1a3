"""Thousands of locations as the circles of a map; plain values only."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import hypot
from typing import Final, NamedTuple

from app.events.rules import shown_count
from app.locations.rules import Box
from app.web.projection import CENTRE, HEIGHT, WIDTH, from_centre, project

CELL: Final = 24.0
"""On a sheet of 1,000 units: what stands so close together is one circle."""

SMALLEST: Final = 4.5
DEGREES_A_CLUSTER: Final = 84.0
"""Of a map of the whole world on a square of 256 pixels: sixty pixels."""

DEEPEST: Final = 10
MOST_CLUSTERS: Final = 400

NARROWEST: Final = 150.0
"""Of a map's width on the sheet: the outline of the land is drawn for no closer look."""

AROUND: Final = 0.12
"""So much of a map's width stays free at each side of its locations."""

OVERLAP: Final = 0.8
"""Circles whose middles are nearer than this part of their radii become one."""


class Continent(NamedTuple):
    """A part of the world with a map of its own."""

    number: str
    """Under which CLDR names it."""
    box: Box


CONTINENTS: Final = {
    "africa": Continent("002", Box(-36.0, 38.0, -19.0, 52.0)),
    "asia": Continent("142", Box(-11.0, 56.0, 26.0, 146.0)),
    "europe": Continent("150", Box(34.0, 71.0, -25.0, 46.0)),
    "north-america": Continent("003", Box(7.0, 68.0, -165.0, -52.0)),
    "oceania": Continent("009", Box(-48.0, 10.0, 110.0, 179.9)),
    "south-america": Continent("005", Box(-56.0, 13.0, -93.0, -33.0)),
}
"""By the name in addresses."""


class View(NamedTuple):
    """The part of the sheet that a map shows."""

    x: float
    y: float
    width: float
    height: float


WORLD: Final = View(0.0, 0.0, WIDTH, HEIGHT)


class Circle(NamedTuple):
    """Some locations close together."""

    x: float
    y: float
    radius: float
    told: int | None
    """How many, rounded down; None for fewer than are told."""
    part: str
    """The country, or whatever the points were given with, of most of them."""
    latitude: float
    longitude: float


@dataclass
class _Heap:
    """Locations that become one circle: sums, for their middle."""

    count: int = 0
    x: float = 0.0
    y: float = 0.0
    north: float = 0.0
    east: float = 0.0
    parts: Counter[str] = field(default_factory=Counter)

    def add(self, other: "_Heap") -> None:
        self.count += other.count
        self.x += other.x
        self.y += other.y
        self.north += other.north
        self.east += other.east
        self.parts += other.parts


def circles(points: Iterable[tuple[float, float, str]], view: View = WORLD) -> list[Circle]:
    """Return the circles for points (latitude, longitude, part of the world), the biggest first.

    The same points give the same circles, in whatever order they come.
    """
    scale = view.width / WIDTH
    cells = _cells(points, view, CELL * scale)
    merged: list[_Heap] = []
    for cell in sorted(cells, key=lambda heap: (-heap.count, heap.x, heap.y)):
        near = next((heap for heap in merged if _overlap(heap, cell, scale)), None)
        if near:
            near.add(cell)
        else:
            merged.append(cell)
    drawn = [_circle(heap, scale) for heap in merged]
    return sorted(drawn, key=lambda circle: (-circle.radius, circle.x, circle.y))


def clusters(
    points: Iterable[tuple[float, float, str]], box: Box, zoom: int
) -> list[tuple[float, float, int | None, str]]:
    """Return the middle, the told number and the country of what is close together in a box.

    :param zoom: as web maps count it: each step shows half as much
    """
    size = DEGREES_A_CLUSTER / 2**zoom
    cells: dict[tuple[int, int], _Heap] = {}
    for latitude, longitude, country in sorted(points):
        if box.holds((latitude, longitude)):
            one = _Heap(1, 0.0, 0.0, latitude, longitude, Counter({country: 1}))
            # Degrees of longitude are shorter on the earth, but not on such a map.
            cell = (int(latitude // (size * 0.7)), int(longitude // size))
            cells.setdefault(cell, _Heap()).add(one)
    return [
        (
            round(heap.north / heap.count, 2),
            round(heap.east / heap.count, 2),
            shown_count(heap.count),
            _main_part(heap),
        )
        for heap in sorted(cells.values(), key=lambda heap: (-heap.count, heap.north, heap.east))
    ][:MOST_CLUSTERS]


def middles(points: Iterable[tuple[float, float, str]]) -> dict[str, tuple[float, float]]:
    """Return the middle of each country's points; the date line cuts none of them in two."""
    sums: dict[str, list[float]] = {}
    for latitude, longitude, country in points:
        one = sums.setdefault(country, [0.0, 0.0, 0.0])
        one[0] += latitude
        one[1] += from_centre(longitude)
        one[2] += 1
    return {
        country: (north / number, (east / number + CENTRE + 180.0) % 360.0 - 180.0)
        for country, (north, east, number) in sums.items()
    }


def view_of(box: Box) -> View:
    """Return the part of the sheet that holds a box of the earth, which no date line cuts."""
    corners = [
        project(north, east)
        for north in (box.south, 0.0, box.north)
        if box.south <= north <= box.north
        for east in (box.west, box.east)
    ]
    xs, ys = [x for x, _y in corners], [y for _x, y in corners]
    left, top = max(min(xs), 0.0), max(min(ys), 0.0)
    return View(left, top, min(max(xs), WIDTH) - left, min(max(ys), HEIGHT) - top)


def view_around(points: Iterable[tuple[float, float]]) -> View:
    """Return the part of the sheet, in its shape, that shows points; the world when none is given.

    Of a country that the sheet's edge cuts it is nearly all of the sheet.
    """
    places = [project(latitude, longitude) for latitude, longitude in points]
    if not places:
        return WORLD
    xs, ys = [x for x, _y in places], [y for _x, y in places]
    shape = WIDTH / HEIGHT
    across = max(max(xs) - min(xs), (max(ys) - min(ys)) * shape)
    width = min(max(across * (1 + 2 * AROUND), NARROWEST), WIDTH)
    height = width / shape
    left = (max(xs) + min(xs) - width) / 2
    top = (max(ys) + min(ys) - height) / 2
    return View(
        min(max(left, 0.0), WIDTH - width), min(max(top, 0.0), HEIGHT - height), width, height
    )


def _cells(points: Iterable[tuple[float, float, str]], view: View, size: float) -> Sequence[_Heap]:
    cells: dict[tuple[int, int], _Heap] = {}
    for latitude, longitude, part in sorted(points):
        x, y = project(latitude, longitude)
        y = min(max(y, 4.0), HEIGHT - 4.0)
        if view.x <= x <= view.x + view.width and view.y <= y <= view.y + view.height:
            one = _Heap(1, x, y, latitude, from_centre(longitude), Counter({part: 1}))
            cells.setdefault((int(x // size), int(y // size)), _Heap()).add(one)
    return list(cells.values())


def _overlap(one: _Heap, other: _Heap, scale: float) -> bool:
    apart = hypot(
        one.x / one.count - other.x / other.count, one.y / one.count - other.y / other.count
    )
    return apart < OVERLAP * (_radius(one.count) + _radius(other.count)) * scale


def _radius(count: int) -> float:
    """Return a circle's radius by what is told of its number, so that it tells no more."""
    told = shown_count(count)
    return SMALLEST if told is None else min(0.62 * CELL, 3.4 + 1.25 * told**0.42)


def _main_part(heap: _Heap) -> str:
    return min(heap.parts, key=lambda part: (-heap.parts[part], part))


def _circle(heap: _Heap, scale: float) -> Circle:
    n = heap.count
    east = round(heap.east / n + CENTRE, 1)
    return Circle(
        x=round(heap.x / n, 1),
        y=round(heap.y / n, 1),
        radius=round(_radius(n) * scale, 2),
        told=shown_count(n),
        part=_main_part(heap),
        latitude=round(heap.north / n, 1),
        longitude=(east + 180.0) % 360.0 - 180.0,
    )

"""Where all the open locations of an event are, as plain values that a process keeps in memory.

Thirty thousand of them are a few megabytes. Searching them here is exact everywhere on the
globe, the date line and the poles included, and faster than asking a database.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import acos, cos, radians, sin
from typing import Final, NamedTuple

from app.gazetteer.rules import Point, distance_km

CELL: Final = 4.0
"""Degrees; a place and its neighbours on the globe."""

Vector = tuple[float, float, float]
"""From the middle of the earth, of length 1: the nearer two points, the greater their product."""


class Spot(NamedTuple):
    """A location that visitors may be offered, as far as finding it needs."""

    latitude: float | None
    longitude: float | None
    """Of a home those of its city's centre; None where nobody has said."""
    id: int
    kind: str
    country: str
    region: str
    city_id: int | None
    city: str
    wheelchair: bool
    free: bool
    """Whether there were seats some seconds ago."""
    languages: frozenset[str]

    @property
    def point(self) -> Point | None:
        """Where it is shown, where anybody has said."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


@dataclass(frozen=True)
class Wanted:
    """What somebody wants of a location; what is empty or false does not matter to them."""

    kind: str = ""
    language: str = ""
    wheelchair: bool = False
    free: bool = False

    def fits(self, spot: Spot) -> bool:
        """Tell whether a location is what is wanted."""
        return (
            (not self.kind or spot.kind == self.kind)
            and (not self.language or self.language in spot.languages)
            and (spot.wheelchair or not self.wheelchair)
            and (spot.free or not self.free)
        )


ANY = Wanted()


class _Cell(NamedTuple):
    """The locations of one part of the globe, and how far they lie around its middle."""

    middle: Vector
    radius: float
    places: Sequence[tuple[Vector, int]]


class Spots:
    """All open locations of one event."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        """Keep the spots; those without a point are listed, and never near anything."""
        self.listed: Sequence[Spot] = sorted(spots, key=lambda spot: (spot.country, spot.id))
        """In the order of lists: by country, then as they came."""
        self.by_id = {spot.id: spot for spot in self.listed}

    def nearest(
        self, point: Point, wanted: Wanted = ANY, count: int = 20
    ) -> list[tuple[Spot, float]]:
        """Return what is nearest to a point, with distances in kilometres, the nearest first."""
        here = _vector(point)
        # The least angle under which any place of a cell can lie.
        cells = sorted((_angle(here, cell.middle) - cell.radius, cell) for cell in self._cells)
        best: list[tuple[float, int]] = []
        reach = 4.0
        for least, cell in cells:
            if least > reach:
                break
            best += [
                (-product, row_id)
                for (x, y, z), row_id in cell.places
                if wanted is ANY or wanted.fits(self.by_id[row_id])
                for product in (x * here[0] + y * here[1] + z * here[2],)
            ]
            if len(best) >= count:
                best = sorted(best)[:count]
                reach = acos(max(-1.0, min(1.0, -best[-1][0]))) + ROUNDING
        found = [self.by_id[row_id] for _product, row_id in sorted(best)[:count]]
        return [(spot, distance_km(point, spot.point)) for spot in found if spot.point]

    def some(self, is_meant: Callable[[Spot], bool], wanted: Wanted = ANY) -> list[Spot]:
        """Return the locations that are meant and wanted, in the order of lists."""
        return [spot for spot in self.listed if is_meant(spot) and wanted.fits(spot)]

    @cached_property
    def _cells(self) -> Sequence[_Cell]:
        grid: dict[tuple[int, int], list[tuple[Vector, int]]] = defaultdict(list)
        for spot in self.listed:
            if spot.point:
                north, east = spot.point
                grid[int(north // CELL), int(east // CELL)].append((_vector(spot.point), spot.id))
        return [_cell(places) for places in grid.values()]


ROUNDING: Final = 1e-6
"""Radians; six metres, and more than any sum here is off."""


def _cell(places: Sequence[tuple[Vector, int]]) -> _Cell:
    middle = places[len(places) // 2][0]
    return _Cell(middle, max(_angle(middle, vector) for vector, _row_id in places), places)


def _vector(point: Point) -> Vector:
    north, east = radians(point[0]), radians(point[1])
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)


def _angle(one: Vector, other: Vector) -> float:
    product = one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
    return acos(max(-1.0, min(1.0, product)))

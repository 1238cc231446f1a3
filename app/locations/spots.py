"""Where all the open locations of an event are, as plain values that a process keeps in memory.

Thirty thousand of them are a few megabytes. Searching them here is exact everywhere on the
globe, the date line and the poles included, and faster than asking a database.
"""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import count as counted
from itertools import groupby
from math import acos, cos, radians, sin
from operator import attrgetter
from typing import Final, NamedTuple, Self

from app.gazetteer.rules import Point, distance_km

CELLS: Final = (16.0, 2.0)
"""Degrees: the globe in pieces, and each piece in smaller ones."""

ROUNDING: Final = 1e-6
"""Radians; six metres, and more than any sum here is off."""

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

    def fits(self, spot: Spot, full: Container[int]) -> bool:
        """Tell whether a location is what is wanted.

        :param full: ids of those without seats
        """
        return (
            (not self.kind or spot.kind == self.kind)
            and (not self.language or self.language in spot.languages)
            and (spot.wheelchair or not self.wheelchair)
            and (not self.free or spot.id not in full)
        )


ANY = Wanted()


_Standing = tuple[Point, Vector, Sequence[int]]
"""A point, and which locations stand there."""


class _Cell(NamedTuple):
    """A part of the globe: how far what it holds lies around its middle."""

    middle: Vector
    radius: float
    cells: Sequence["_Cell"]
    """Its own parts; a cell has these or places."""
    places: Sequence[tuple[Vector, Sequence[int]]]
    """Points, and which locations stand there: homes share the centre of their city."""


class Spots:
    """All open locations of one event."""

    def __init__(self, spots: Iterable[Spot], full: Collection[int] = ()) -> None:
        """Keep the spots; those without a point are listed, and never near anything.

        :param full: ids of those that had no seats some seconds ago
        """
        self.listed: Sequence[Spot] = sorted(spots, key=lambda spot: (spot.country, spot.id))
        """In the order of lists: by country, then as they came."""
        self.by_id = {spot.id: spot for spot in self.listed}
        self.full = frozenset(full)

    def with_full(self, full: Collection[int]) -> Self:
        """Return the same locations, with the seats of now."""
        same = copy(self)
        same.full = frozenset(full)
        return same

    def fit(self, row_id: int, wanted: Wanted) -> bool:
        """Tell whether the location of that row is open, and is what is wanted."""
        spot = self.by_id.get(row_id)
        return spot is not None and wanted.fits(spot, self.full)

    def nearest(
        self, point: Point, wanted: Wanted = ANY, count: int = 20
    ) -> list[tuple[Spot, float]]:
        """Return what is nearest to a point, with distances in kilometres, the nearest first.

        The cell that can hold the nearest comes next, until none can hold anything nearer.
        """
        here, order = _vector(point), counted()
        queue = [_queued(here, cell, next(order)) for cell in self._cells]
        heapify(queue)
        best: list[tuple[float, int]] = []
        reach = 4.0
        while queue and queue[0][0] <= reach:
            cell = heappop(queue)[2]
            for part in cell.cells:
                heappush(queue, _queued(here, part, next(order)))
            if cell.places:
                best += self._wanted(cell, here, wanted)
                if len(best) >= count:
                    best = sorted(best)[:count]
                    reach = acos(max(-1.0, min(1.0, -best[-1][0]))) + ROUNDING
        found = [self.by_id[row_id] for _product, row_id in sorted(best)[:count]]
        return [(spot, distance_km(point, spot.point)) for spot in found if spot.point]

    def within(self, country: str, region: str = "") -> Sequence[Spot]:
        """Return the locations of a country or a region, in the order of lists; "" for all."""
        there = self._by_country.get(country, ()) if country else self.listed
        return [spot for spot in there if spot.region == region] if region else there

    def fitting(self, spots: Iterable[Spot], wanted: Wanted) -> Iterator[Spot]:
        """Yield those of some locations that are what is wanted."""
        full = self.full
        return iter(spots) if wanted == ANY else (one for one in spots if wanted.fits(one, full))

    def _wanted(self, cell: _Cell, here: Vector, wanted: Wanted) -> list[tuple[float, int]]:
        """Return how near the wanted places of a cell are, the nearest least, and their ids."""
        by_id, full, everything = self.by_id, self.full, wanted == ANY
        return [
            (-(x * here[0] + y * here[1] + z * here[2]), row_id)
            for (x, y, z), ids in cell.places
            for row_id in ids
            if everything or wanted.fits(by_id[row_id], full)
        ]

    @cached_property
    def _by_country(self) -> dict[str, Sequence[Spot]]:
        return {
            country: list(spots) for country, spots in groupby(self.listed, attrgetter("country"))
        }

    @cached_property
    def _cells(self) -> Sequence[_Cell]:
        points: dict[Point, list[int]] = defaultdict(list)
        for spot in self.listed:
            if spot.point:
                points[spot.point].append(spot.id)
        return _divided(
            [(point, _vector(point), tuple(ids)) for point, ids in points.items()], *CELLS
        )


def _divided(standing: Iterable[_Standing], size: float, *smaller: float) -> list[_Cell]:
    """Cut the globe into cells of so many degrees, and these into smaller ones."""
    grid: dict[tuple[int, int], list[_Standing]] = defaultdict(list)
    for one in standing:
        north, east = one[0]
        grid[int(north // size), int(east // size)].append(one)
    return [_cell(inside, smaller) for inside in grid.values()]


def _cell(inside: Sequence[_Standing], smaller: Sequence[float]) -> _Cell:
    middle = inside[len(inside) // 2][1]
    radius = max(_angle(middle, vector) for _point, vector, _ids in inside)
    if smaller:
        return _Cell(middle, radius, _divided(inside, *smaller), ())
    return _Cell(middle, radius, (), [one[1:] for one in inside])


def _queued(here: Vector, cell: _Cell, number: int) -> tuple[float, int, _Cell]:
    """Return a cell with the least angle under which any place of it can lie."""
    return _angle(here, cell.middle) - cell.radius, number, cell


def _vector(point: Point) -> Vector:
    north, east = radians(point[0]), radians(point[1])
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)


def _angle(one: Vector, other: Vector) -> float:
    product = one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
    return acos(max(-1.0, min(1.0, product)))

"""The countries on a map of the world: where people are, and where somebody could be."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from app.gazetteer.rules import Point
from app.organizer.rollup import Line
from app.web.projection import project

SMALLEST, LARGEST = 3.0, 26.0
"""Radii on a sheet of 1,000 units; the areas of circles are as the people in them."""


class Spot(NamedTuple):
    """A country as a circle."""

    x: float
    y: float
    radius: float
    line: Line
    empty: bool
    """Nobody is there yet, or fewer than the reader may see."""


def spots_of(lines: Sequence[Line], middles: Mapping[str, Point]) -> list[Spot]:
    """A circle for each country whose place is known; the largest first, so that none hides one.

    Sizes tell no more than the numbers that the reader sees.
    """
    most = max((line.seen.people for line in lines), default=0)
    spots = []
    for line in lines:
        if line.key in middles:
            x, y = project(*middles[line.key])
            share = sqrt(line.seen.people / most) if most else 0.0
            radius = SMALLEST + (LARGEST - SMALLEST) * share
            spots.append(Spot(round(x, 1), round(y, 1), round(radius, 1), line, share == 0))
    return sorted(spots, key=lambda spot: -spot.radius)

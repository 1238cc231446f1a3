"""A curve of numbers by day, as the paths of an SVG picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

WIDTH, HEIGHT, TOP = 600, 160, 8
"""In units of the picture; `TOP` stays free above the highest point."""


class Point(NamedTuple):
    """A day, by the moment at which it begins, and its number."""

    at: datetime
    number: int


@dataclass(frozen=True)
class Curve:
    """A line through the numbers, the area beneath it, and what the table beside it says."""

    line: str
    area: str
    days: Sequence[Point]
    highest: Point
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def first(self) -> datetime:
        return self.days[0].at

    @property
    def last(self) -> datetime:
        return self.days[-1].at


def draw_curve(days: Sequence[Point]) -> Curve | None:
    """The curve of at least two days with any number in them, else None."""
    highest = max(days, key=lambda day: day.number, default=None)
    if highest is None or len(days) < 2 or highest.number == 0:
        return None
    step, scale = WIDTH / (len(days) - 1), (HEIGHT - TOP) / highest.number
    places = [(n * step, HEIGHT - day.number * scale) for n, day in enumerate(days)]
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    return Curve(line, f"{line}V{HEIGHT}H0Z", days, highest)

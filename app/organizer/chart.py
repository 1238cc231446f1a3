"""A curve of numbers by day or hour, and bars, as shapes of an SVG picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

WIDTH, HEIGHT, TOP = 600, 160, 8
"""In units of the picture; `TOP` stays free above the highest point."""


class Bar(NamedTuple):
    """A name, its number, and how long its bar is."""

    name: str
    number: int
    length: float
    """In units of the picture."""
    percent: int


class Point(NamedTuple):
    """A day or an hour, by the moment at which it begins, and its number."""

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


def draw_bars(numbers: Sequence[tuple[str, int]]) -> list[Bar]:
    """A bar for each number; the largest fills the picture, and they share 100 per cent."""
    highest = max((number for _name, number in numbers), default=0)
    total = sum(number for _name, number in numbers)
    return [
        Bar(name, number, number / highest * WIDTH, round(100 * number / total))
        for name, number in numbers
        if highest
    ]

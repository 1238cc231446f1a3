"""Where the map of lights glows: in which parts of the world ten more locations are full.

A location that is listed says to everybody whether it has seats. Here such answers are counted
for pieces of the map some 500 km wide, and rounded down to tens: a piece with fewer than ten of
a kind never glows, and one sign-up moves nothing that the lists do not tell already.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.locations.spots import Spot
from app.web.projection import HEIGHT, WIDTH, project

GLOWS_FOR = timedelta(minutes=15)
"""Somebody who comes later finds it still glowing."""

STEP = 10
_PIECE = 12.0
"""Units of the sheet."""

Piece = tuple[int, int]
Steps = Mapping[Piece, int]


@dataclass(frozen=True)
class Glow:
    """How far each piece had come, and which have gone further since a little while."""

    steps: Steps
    since: Mapping[Piece, datetime] = field(default_factory=dict)

    def next(self, steps: Steps, now: datetime) -> "Glow":
        """Return what holds after another look."""
        kept = {piece: at for piece, at in self.since.items() if now - at < GLOWS_FOR}
        grown = {piece: now for piece, step in steps.items() if step > self.steps.get(piece, 0)}
        return Glow(steps, {**kept, **grown})

    def shown(self) -> list[tuple[float, float]]:
        """Return where it glows, as percent of the map's width and height, newest first."""
        newest = sorted(self.since, key=lambda piece: (self.since[piece], piece), reverse=True)
        return [(_percent(column, WIDTH), _percent(row, HEIGHT)) for column, row in newest]


def count_steps(spots: Iterable[Spot], full: Container[int]) -> dict[Piece, int]:
    """Locations and the ids of the full ones in; how many tens there are of both by piece out."""
    open_here: Counter[Piece] = Counter()
    full_here: Counter[Piece] = Counter()
    for spot in spots:
        if spot.latitude is None or spot.longitude is None:
            continue
        x, y = project(spot.latitude, spot.longitude)
        piece = int(x // _PIECE), int(y // _PIECE)
        open_here[piece] += 1
        full_here[piece] += spot.id in full
    tens = {piece: n // STEP + full_here[piece] // STEP for piece, n in open_here.items()}
    return {piece: step for piece, step in tens.items() if step}


def _percent(piece: int, whole: float) -> float:
    return round(min(100.0, 100 * (piece + 0.5) * _PIECE / whole), 1)

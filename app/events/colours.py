"""An event's own colour: whether words in it can be read, and the shades that pages need.

Contrast is that of WCAG 2.2. Words need 4.5 to 1; what shows the focus needs 3, so a colour
that is good for words is good for both.
"""

import colorsys
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

READABLE: Final = 4.5
STEPS: Final = 256
WHITE, INK = "#ffffff", "#171a2b"
_HEX = re.compile(r"#[0-9a-f]{6}")


class Ground(NamedTuple):
    """What words stand on: the page and its cards, and how much of the colour a wash takes."""

    paper: str
    card: str
    wash: float
    end: str
    """The end of the scale at which everything can be read."""
    ink: str
    """What is written on the colour itself."""


LIGHT: Final = Ground("#fbf9f4", WHITE, 0.1, "#000000", WHITE)
DARK: Final = Ground("#0f1224", "#181c35", 0.2, WHITE, INK)


class Shades(NamedTuple):
    """A colour as one of the two schemes uses it."""

    accent: str
    hover: str
    ink: str
    wash: str


class Tint(NamedTuple):
    """An event's colour in both schemes."""

    light: Shades
    dark: Shades


def read_colour(text: str) -> str | None:
    """A colour as "#rrggbb", or None when the text is none."""
    colour = text.strip().lower()
    return colour if _HEX.fullmatch(colour) else None


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, from 1 to 21."""
    dim, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


def lowest_contrast(colour: str, ground: Ground) -> float:
    """How well words in this colour can be read where that is hardest, and words on it."""
    behind = (ground.paper, ground.card, _mix(colour, ground.card, ground.wash), ground.ink)
    return min(contrast(colour, other) for other in behind)


def is_readable(colour: str, ground: Ground) -> bool:
    """Tell whether words in this colour can be read everywhere on the ground."""
    return lowest_contrast(colour, ground) >= READABLE


def nearest_readable(colour: str, ground: Ground) -> str:
    """The colour itself, or the first of its shades that can be read, of the same hue."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _parts(colour)))
    end = 1.0 if ground.end == WHITE else 0.0
    for step in range(STEPS):
        level = lightness + (end - lightness) * step / STEPS
        parts = colorsys.hls_to_rgb(hue, level, saturation)
        shade = _written(part * 255 for part in parts) if step else colour
        if is_readable(shade, ground):
            return shade
    return ground.end


@lru_cache(64)
def tint(colour: str | None) -> Tint | None:
    """The shades of an event's colour, or None for an event that has none."""
    if colour is None:
        return None
    return Tint(_shades(colour, LIGHT), _shades(colour, DARK))


def _shades(colour: str, ground: Ground) -> Shades:
    accent = nearest_readable(colour, ground)
    wash = _mix(accent, ground.card, ground.wash)
    return Shades(accent, _mix(ground.end, accent, 0.25), ground.ink, wash)


def _mix(colour: str, other: str, share: float) -> str:
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return _written(a * share + b * (1 - share) for a, b in pairs)


def _parts(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue


def _written(parts: Iterable[float]) -> str:
    return "#" + "".join(f"{min(255, max(0, round(part))):02x}" for part in parts)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in _parts(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

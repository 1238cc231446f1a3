"""The picture that others show beside a link to an event: its map of lights, without a word.

A picture without text needs no language, and cannot tell more than the map does.
"""

import math
import re
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from app.locations.lights import BRIGHT, GLOWING, brightness, gather, light_size
from app.web.projection import HEIGHT, WIDTH

if TYPE_CHECKING:
    from PIL import Image as Images

SIZE = (1200, 630)
"""What the sites that show such pictures ask for."""

_FINE = 2  # drawn twice as large, so that edges are smooth
_HALF_UNITS = 2  # of the sheet; the lights are counted in them
_SCALE = SIZE[0] * _FINE / WIDTH
_TOP = (SIZE[1] * _FINE - HEIGHT * _SCALE) / 2
_NIGHT, _DUSK, _LAND = (15, 20, 48), (44, 49, 104), (52, 59, 110)
_EMBER, _PALE = (255, 160, 72), (255, 218, 160)
_QUALITY = 84
_BAND, _RIM = 14, 32  # points: the event's colour below, and how far its logo keeps from the edges
_PLATE = 14


class Brand(NamedTuple):
    """What an event adds to its card: its colour as "#rrggbb", and its logo as a PNG file."""

    colour: str | None = None
    logo: bytes | None = None


PLAIN = Brand()


def draw_card(
    points: Iterable[tuple[float, float, int]], land_path: str = "", brand: Brand = PLAIN
) -> bytes:
    """Lights (latitude, longitude, number of locations) and the land in; a JPEG file out."""
    from PIL import Image, ImageFilter  # noqa: PLC0415

    whole, points = (SIZE[0] * _FINE, SIZE[1] * _FINE), list(points)
    card = Image.new("RGB", whole, _NIGHT)
    card.paste(_DUSK, mask=Image.linear_gradient("L").resize(whole))
    card.paste(_LAND, mask=_land(whole, land_path))
    lights = _lights(whole, points)
    # The glow has no edge that would need the finer grid.
    glow = _lights(SIZE, points, wider=3).filter(ImageFilter.GaussianBlur(5))
    card.paste(_EMBER, mask=glow.resize(whole))
    card.paste(_PALE, mask=lights)
    small = card.resize(SIZE, Image.Resampling.LANCZOS)
    _put_brand(small, brand)
    file = BytesIO()
    small.save(file, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return file.getvalue()


def _put_brand(card: "Images.Image", brand: Brand) -> None:
    """Draw the colour as a band below, and the logo on a white plate, as pages show it."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    width, height = card.size
    draw = ImageDraw.Draw(card)
    if brand.colour:
        draw.rectangle((0, height - _BAND, width, height), fill=brand.colour)
    if brand.logo:
        logo = Image.open(BytesIO(brand.logo), formats=("PNG",)).convert("RGBA")
        left, top = _RIM + _PLATE, height - _BAND - _RIM - _PLATE - logo.height
        plate = (
            left - _PLATE,
            top - _PLATE,
            left + logo.width + _PLATE,
            top + logo.height + _PLATE,
        )
        draw.rounded_rectangle(plate, radius=_PLATE, fill="white")
        card.paste(logo, (left, top), mask=logo)


def _land(whole: tuple[int, int], land_path: str) -> "Images.Image":
    """The land as a mask; a ring within a ring is a lake, by the even-odd rule."""
    from PIL import Image  # noqa: PLC0415

    land = Image.new("1", whole)
    for ring in land_path.split("Z"):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", ring)]
        corners = [
            (x * _SCALE, y * _SCALE + _TOP)
            for x, y in zip(numbers[::2], numbers[1::2], strict=True)
        ]
        if len(corners) > 2:
            _turn_over(land, corners)
    return land


def _turn_over(land: "Images.Image", corners: list[tuple[float, float]]) -> None:
    """Make land of the night within a ring, and a lake of the land; only its part is touched."""
    from PIL import Image, ImageChops, ImageDraw  # noqa: PLC0415

    west, north = (math.floor(min(way)) for way in zip(*corners, strict=True))
    east, south = (math.ceil(max(way)) + 1 for way in zip(*corners, strict=True))
    part = Image.new("1", (east - west, south - north))
    ImageDraw.Draw(part).polygon([(x - west, y - north) for x, y in corners], fill=1)
    before = land.crop((west, north, east, south))
    land.paste(ImageChops.logical_xor(before, part), (west, north))


def _lights(
    whole: tuple[int, int], points: Iterable[tuple[float, float, int]], *, wider: float = 1
) -> "Images.Image":
    """The lights as a mask, the larger the more locations they stand for."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    lights = gather(points)
    layer = Image.new("L", whole)
    draw = ImageDraw.Draw(layer)
    fine = whole[0] / SIZE[0] / _FINE
    size = light_size(len(lights)) * wider * fine
    for x, y, count in lights:
        level = brightness(count, len(lights))
        radius = size * (1.5 if level == BRIGHT else 2.1 if level == GLOWING else 1.2)
        at = (x / _HALF_UNITS * _SCALE * fine, (y / _HALF_UNITS * _SCALE + _TOP) * fine)
        draw.circle(at, radius, fill=255 if level == GLOWING else 220)
    return layer

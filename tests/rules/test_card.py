"""The picture beside a shared link."""

from io import BytesIO

from PIL import Image

from app.locations.card import SIZE, draw_card

SEA, TEHRAN = (0.0, -30.0, 1), (35.69, 51.42, 3)
SQUARE = "M100 100L300 100L300 300L100 300Z"
LAKE = "M150 150L250 150L250 250L150 250Z"


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(BytesIO(jpeg)).convert("L")


def at(picture: Image.Image, x: float, y: float) -> int:
    """How bright the card is where the sheet has this point."""
    value = picture.getpixel((round(x * 1.2), round(y * 1.2 + 45)))
    assert isinstance(value, int)
    return value


def test_a_card_is_small_and_of_the_size_that_is_asked_for() -> None:
    jpeg = draw_card([TEHRAN, SEA], SQUARE)
    assert Image.open(BytesIO(jpeg)).size == SIZE
    assert len(jpeg) < 100_000
    assert not Image.open(BytesIO(jpeg)).getexif()


def test_land_is_brighter_than_the_night_and_a_lake_is_not_land() -> None:
    picture = opened(draw_card([], SQUARE + LAKE))
    assert at(picture, 125, 200) > at(picture, 200, 200) + 15


def test_a_location_is_a_light() -> None:
    dark, lit = opened(draw_card([])), opened(draw_card([TEHRAN]))
    assert (dark.getextrema()[1], lit.getextrema()[1]) != (255, 255)
    assert lit.getextrema()[1] > dark.getextrema()[1] + 80


def test_the_same_lights_give_the_same_bytes() -> None:
    assert draw_card([TEHRAN, SEA], SQUARE) == draw_card([SEA, TEHRAN], SQUARE)

"""An event's own colour: what can be read, and the nearest shade that can."""

import colorsys
import random

import pytest

from app.events.colours import (
    DARK,
    LIGHT,
    contrast,
    is_readable,
    lowest_contrast,
    nearest_readable,
    read_colour,
    tint,
)


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


@pytest.mark.parametrize(
    "text", ["", "red", "#fff", "#12345g", "#1234567", "rgb(1,2,3)", "#12 456"]
)
def test_what_is_no_colour_is_refused(text: str) -> None:
    assert read_colour(text) is None


def test_a_colour_is_read_in_capitals_too() -> None:
    assert read_colour(" #A0B1C2 ") == "#a0b1c2"


def test_our_own_accents_can_be_read() -> None:
    assert is_readable("#2f3a8f", LIGHT)
    assert is_readable("#ffc36b", DARK)
    assert not is_readable("#ffc36b", LIGHT)
    assert not is_readable("#2f3a8f", DARK)


def test_a_colour_that_can_be_read_is_left_as_it_is() -> None:
    assert nearest_readable("#7a1f5c", LIGHT) == "#7a1f5c"


def test_every_colour_has_a_nearest_shade_on_light_and_dark() -> None:
    chance = random.Random(3)
    for _ in range(200):
        colour = f"#{chance.randrange(2**24):06x}"
        for ground in (LIGHT, DARK):
            shade = nearest_readable(colour, ground)
            assert is_readable(shade, ground), colour
            # It goes no further than it must.
            assert shade == colour or lowest_contrast(shade, ground) < 4.8, colour


def test_the_nearest_shade_keeps_the_hue() -> None:
    shade = nearest_readable("#ff8800", LIGHT)
    assert hue(shade) == pytest.approx(hue("#ff8800"), abs=0.01)


def test_an_event_without_a_colour_has_no_tint() -> None:
    assert tint(None) is None


def test_a_tint_can_be_read_in_both_schemes() -> None:
    shades = tint("#7a1f5c")
    assert shades is not None
    for one, ground in ((shades.light, LIGHT), (shades.dark, DARK)):
        assert contrast(one.accent, one.wash) >= 4.5
        assert contrast(one.accent, one.ink) >= 4.5
        assert contrast(one.hover, ground.card) >= 4.5


def hue(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return colorsys.rgb_to_hls(*parts)[0]

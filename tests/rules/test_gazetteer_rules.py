"""How place names are compared, shown and measured."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.gazetteer.rules import (
    KEY_LENGTH,
    CityLabel,
    city_label,
    distance_km,
    label,
    normalise,
    spellings,
)


@dataclass
class Place:
    """A stand-in for a city."""

    name: str
    labels: dict[str, str] = field(default_factory=dict)


MUNICH = Place("Munich", {"fa": "مونیخ", "ar": "ميونخ"})


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Shiraz", "shiraz"),
        ("  SHIRAZ\t", "shiraz"),
        ("شيراز", "شیراز"),
        ("شیراز", "شیراز"),
        ("كرج", "کرج"),
        ("شِیراز", "شیراز"),
        ("تهـــران", "تهران"),
        ("آبادان", "ابادان"),
        ("القاهرة", "القاهره"),
        ("نجف\u200cآباد", "نجفاباد"),
        ("نجف آباد", "نجف اباد"),
        ("München", "munchen"),
        ("Munich", "munich"),
        ("Muenchen", "muenchen"),
        ("Mu\u0308nchen", "munchen"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("Diyarbakır", "diyarbakir"),
        ("Weißenfels", "weissenfels"),
        ("St. John's", "st johns"),
        ("St John’s", "st johns"),
        ("Saint-Denis", "saint denis"),
        ("Frankfurt (Oder)", "frankfurt oder"),
        ("Йошкар-Ола", "иошкар ола"),
        ("서울", "서울"),
        ("ＴＯＫＹＯ", "tokyo"),
        ("منطقه ۱۲", "منطقه 12"),
        ("منطقة ١٢", "منطقه 12"),
    ],
)
def test_all_spellings_of_a_name_share_a_key(typed: str, key: str) -> None:
    assert normalise(typed) == key


@pytest.mark.parametrize(
    "typed",
    [
        "Shi\x00raz",
        "Shi\x07raz",
        "\u202eShiraz\u202c",
        "\u2067Shiraz\u2069",
        "\ufeffShiraz",
        "Shi\u00adraz",
        "Shiraz\U0010ffff",
    ],
)
def test_invisible_characters_vanish(typed: str) -> None:
    assert normalise(typed) == "shiraz"


@pytest.mark.parametrize("typed", ["", " ", "…", "\x00", "\u200c", "()", "%"])
def test_nothing_is_left_of_a_text_without_letters(typed: str) -> None:
    assert normalise(typed) == ""


@given(st.text(max_size=500))
def test_a_key_is_its_own_key_short_and_clean(text: str) -> None:
    key = normalise(text)
    assert normalise(key) == key
    assert len(key) <= KEY_LENGTH
    assert key == " ".join(key.split())
    assert "\x00" not in key


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Shiraz", {"shiraz"}),
        ("München", {"munchen", "muenchen"}),
        ("Århus", {"arhus", "aarhus"}),
        ("نجف\u200cآباد", {"نجفاباد", "نجف اباد"}),
        ("نجف آباد", {"نجفاباد", "نجف اباد"}),
        ("…", set()),
    ],
)
def test_a_name_is_found_under_its_common_variants(name: str, keys: set[str]) -> None:
    assert spellings(name) == keys


@pytest.mark.parametrize(
    ("language", "name", "latin"),
    [
        ("fa", "مونیخ", "Munich"),
        ("fa-IR", "مونیخ", "Munich"),
        ("ar_EG", "ميونخ", "Munich"),
        ("en", "Munich", None),
        ("ru", "Munich", None),
    ],
)
def test_a_label_has_the_latin_name_beside_another_script(
    language: str, name: str, latin: str | None
) -> None:
    assert label(MUNICH, language) == name
    assert city_label(MUNICH, language) == CityLabel(name, latin)


def test_a_city_without_a_name_in_the_language_keeps_its_own() -> None:
    assert str(city_label(Place("Al Maḩallah al Kubrá"), "fa")) == "Al Maḩallah al Kubrá"


def test_a_label_in_one_line() -> None:
    assert str(city_label(MUNICH, "fa")) == "مونیخ (Munich)"


@pytest.mark.parametrize(
    ("here", "there", "kilometres"),
    [
        ((35.6944, 51.4215), (35.6944, 51.4215), 0),
        ((0.0, 0.0), (0.0, 1.0), 111.195),
        ((0.0, 179.5), (0.0, -179.5), 111.195),
        ((90.0, 0.0), (-90.0, 0.0), 20015.11),
        ((0.0, 0.0), (0.0, 180.0), 20015.11),
        ((45.0, 0.0), (45.0, 90.0), 6671.70),  # an angle of 60 degrees
    ],
)
def test_a_distance_is_that_of_the_great_circle_both_ways(
    here: tuple[float, float], there: tuple[float, float], kilometres: float
) -> None:
    assert distance_km(here, there) == pytest.approx(kilometres, abs=0.01)
    assert distance_km(there, here) == pytest.approx(distance_km(here, there))

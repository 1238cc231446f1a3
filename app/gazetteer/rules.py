"""How place names are compared, shown and measured; plain values only."""

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

KEY_LENGTH = 80
"""The longest key, in characters."""

LONGEST_TEXT = 4 * KEY_LENGTH
"""What is longer than this is cut before any work is done on it."""

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG, 1980)."""

Point = tuple[float, float]
"""Latitude and longitude in degrees, north and east positive."""

# Letters that Unicode does not decompose, though people type one for the other.
_SAME_LETTER = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ħ": "h",
    "ŧ": "t",
    "ə": "a",
    "ي": "ی",
    "ى": "ی",
    "ے": "ی",
    "ك": "ک",
    "ڪ": "ک",
    "ٱ": "ا",
    "ة": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ۂ": "ه",
    "ـ": "",
}

# Left out without a gap, unlike other punctuation: "St." is "St", "Sana'a" is "Sanaa".
_SILENT = frozenset(".'`´’‘ʻʼʽʿʾ′")

# The way to write these letters where a keyboard or a form has only ASCII.
_SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
    | {"Ø": "Oe", "Å": "Aa"}
)

_ARABIC_LETTER = re.compile("[\u0620-\u064a\u066e-\u06d3\u0750-\u077f]")

_ZERO_WIDTH_NON_JOINER = "\u200c"


class Named(Protocol):
    """Whatever has a name in Latin letters and names by language: a city."""

    @property
    def name(self) -> str:
        """The name in Latin letters."""

    @property
    def labels(self) -> Mapping[str, str]:
        """The name by language code, where it is known."""


@dataclass(frozen=True)
class CityLabel:
    """A city's name for a page, and the Latin name to set beside it in small type.

    `latin` is None where it would only repeat the name.
    """

    name: str
    latin: str | None = None

    def __str__(self) -> str:
        """Return both in one line, for text without markup."""
        return f"{self.name} ({self.latin})" if self.latin else self.name


def normalise(text: str) -> str:
    """Return the one key that all spellings of a name share.

    Case, accents, Arabic and Persian forms of a letter, the digits of any script,
    and punctuation make no difference; NUL, control and bidi characters vanish.

    :return: at most 80 characters, words separated by one space; "" if nothing is left
    """
    decomposed = unicodedata.normalize("NFKD", text[:LONGEST_TEXT]).casefold()
    folded = "".join(map(_fold, unicodedata.normalize("NFKD", decomposed)))
    composed = unicodedata.normalize("NFC", " ".join(folded.split()))
    return composed[:KEY_LENGTH].rstrip()


def spellings(name: str) -> set[str]:
    """Return every key under which a name is to be found: its own, and common variants.

    Persian compounds are written with a space, a non-joiner or nothing between the
    parts; German and Nordic letters are spelled out on foreign keyboards.
    """
    variants = {name}
    if _ARABIC_LETTER.search(name):
        spaced = name.replace(_ZERO_WIDTH_NON_JOINER, " ")
        variants |= {spaced, spaced.replace(" ", "")}
    elif not name.isascii():
        variants.add(name.translate(_SPELLED_OUT))
    return {key for key in map(normalise, variants) if key}


def label(city: Named, language: str) -> str:
    """Return the city's name in a language, else its Latin name.

    :param language: a code such as `fa`, or `fa-IR`, of which the first part counts
    """
    return city.labels.get(base_language(language)) or city.name


def city_label(city: Named, language: str) -> CityLabel:
    """Return the city's name in a language, with the Latin one beside it if scripts differ."""
    own = label(city, language)
    return CityLabel(own) if _is_latin(own) else CityLabel(own, city.name)


def is_shown_already(name: str, label: CityLabel) -> bool:
    """Tell whether a name that matched says nothing beside a label: it is only spelled so."""
    shown = spellings(label.name) | spellings(label.latin or "")
    return normalise(name) in shown


def clean_country(text: str) -> str:
    """Return what somebody asked for as the two capital letters that name a country."""
    return text.strip().upper()[:2]


def distance_km(here: Point, there: Point) -> float:
    """Return the great-circle distance in kilometres, off by at most 0.5 %.

    The haversine formula: R. W. Sinnott, "Virtues of the Haversine", Sky and
    Telescope 68 (1984), p. 159. The error is that of taking the Earth for a sphere.
    """
    (latitude_1, longitude_1), (latitude_2, longitude_2) = (
        map(math.radians, here),
        map(math.radians, there),
    )
    chord = (
        math.sin((latitude_2 - latitude_1) / 2) ** 2
        + math.cos(latitude_1)
        * math.cos(latitude_2)
        * math.sin((longitude_2 - longitude_1) / 2) ** 2
    )
    # Rounding can lift antipodes a hair above 1, where asin is not defined.
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    """Return what a decomposed, case-folded character adds to a key."""
    if character in _SAME_LETTER:
        return _SAME_LETTER[character]
    if character in _SILENT or unicodedata.combining(character):
        return ""
    if character.isspace():
        return " "
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    kind = unicodedata.category(character)[0]
    if kind == "C":
        return ""
    return character if kind in "LMN" else " "


def base_language(language: str) -> str:
    """Return `pt` for `pt-BR`: names are known by language, whatever the country."""
    return language.replace("_", "-").split("-")[0].lower()


def _is_latin(text: str) -> bool:
    letters = (character for character in text if character.isalpha())
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)

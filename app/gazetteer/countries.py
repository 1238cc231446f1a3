"""The countries of the world by name, in every language that Babel knows."""

import re
from functools import lru_cache

from babel import Locale

from app.gazetteer.rules import normalise

_TWO_LETTERS = re.compile("[A-Z]{2}")

# CLDR also names unions, dependencies without a code of their own, and test codes.
# XK (Kosovo) is not in ISO 3166-1 either, but stays: GeoNames has its cities under it.
_NOT_COUNTRIES = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ")
)

# Unicode does not order these letters as their alphabets do.
_ALPHABETS = {
    "fa": "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
    "ar": "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنهوی",
}


def country_name(code: str, language: str) -> str:
    """Return the country's name in a language; the code itself if it names no country.

    :param code: two letters of ISO 3166-1, in either case, or XK
    :param language: a code such as `fa` or `pt-BR`
    :raises babel.UnknownLocaleError: when Babel does not know the language
    """
    return _names(language).get(code.upper(), code)


def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Return the code and the name of every country, sorted by name in that language.

    :raises babel.UnknownLocaleError: when Babel does not know the language
    """
    return tuple(_names(language).items())


def is_country(code: str) -> bool:
    """Tell whether two capital letters are the code of a country."""
    return code in _names("en")


@lru_cache(maxsize=4096)
def place_in_order(name: str, language: str) -> list[tuple[int, str]]:
    """Return the key to sort names by in a language.

    Letters of its alphabet come in their order, others before them; accents do not count.
    """
    alphabet = _ALPHABETS.get(language.replace("_", "-").split("-")[0], "")
    return [(alphabet.find(letter), letter) for letter in normalise(name)]


@lru_cache(maxsize=64)
def _names(language: str) -> dict[str, str]:
    territories = Locale.parse(language.replace("-", "_")).territories
    names = {code: name for code, name in territories.items() if _is_code(code)}
    return dict(sorted(names.items(), key=lambda item: place_in_order(item[1], language)))


def _is_code(code: str) -> bool:
    return bool(_TWO_LETTERS.fullmatch(code)) and code not in _NOT_COUNTRIES

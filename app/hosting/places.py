"""Which city somebody means."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.gazetteer.models import City
from app.gazetteer.queries import cities_by_prefix, cities_named, find_city
from app.gazetteer.rules import label, normalise
from app.locations.rules import before_comma
from app.registration.rules import latin_digits

MOST_ALIKE = 5
MOST_NAMED = 50
"""So many cities of one name can a country have, and a region still says which is meant."""

FEWEST_LETTERS = 3


@dataclass(frozen=True)
class CityChoice:
    """The city that was named, or those that it may have been."""

    city: City | None
    like: Sequence[City] = ()


def choose_city(text: str, country: str) -> CityChoice:
    """Return the city of a number, or the country's biggest one of a name, or some alike.

    A region behind the name says which is meant: "Springfield, Illinois".

    :param country: two letters; a name alone says too little
    """
    if is_number(text):
        digits = latin_digits(text.strip())
        city = find_city(int(digits) if len(digits) < 10 else 0)
        return CityChoice(city if city and city.country == country else None)
    name = before_comma(text)
    named = cities_named(name, country=country, limit=MOST_NAMED) if country else ()
    if named:
        region = normalise(text[len(name) :])
        there = [city for city in named if region and normalise(city.region) == region]
        return CityChoice((there or named)[0])
    return CityChoice(None, _alike(name, country))


def is_number(text: str) -> bool:
    """Tell whether a city is named by its number, as a choice from a list is sent."""
    digits = latin_digits(text.strip())
    return digits.isascii() and digits.isdecimal()


def name_again(city: City, language: str) -> str:
    """Return what means this city when it is typed, the plainest that does."""
    name = label(city, language)
    for text in (name, f"{name}, {city.region}"):
        if choose_city(text, city.country).city is city:
            return text
    return str(city.id)


def _alike(name: str, country: str) -> Sequence[City]:
    """Cities of that country that begin like what was typed, by ever fewer letters."""
    shortest = FEWEST_LETTERS
    lengths = {len(name), len(name) - 1, len(name) - 2, len(name) // 2, shortest}
    for letters in sorted((n for n in lengths if shortest <= n <= len(name)), reverse=True):
        found = cities_by_prefix(name[:letters], country=country, limit=MOST_ALIKE)
        there = [city for city in found if city.country == country]
        if there:
            return there
    return ()

"""Which city somebody means."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.gazetteer.models import City
from app.gazetteer.queries import cities_by_prefix, cities_named, find_city
from app.locations.rules import before_comma
from app.registration.rules import latin_digits

MOST_ALIKE = 5
FEWEST_LETTERS = 3


@dataclass(frozen=True)
class CityChoice:
    """The city that was named, or those that it may have been."""

    city: City | None
    like: Sequence[City] = ()


def choose_city(text: str, country: str) -> CityChoice:
    """Return the city of a number, or the country's biggest one of a name, or some alike.

    :param country: two letters; a name alone says too little
    """
    digits = latin_digits(text.strip())
    if digits.isascii() and digits.isdecimal():
        number = int(digits) if len(digits) < 10 else 0
        city = find_city(number)
        return CityChoice(city if city and city.country == country else None)
    name = before_comma(text)
    named = cities_named(name, country=country, limit=1) if country else ()
    if named:
        return CityChoice(named[0])
    return CityChoice(None, _alike(name, country))


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

"""Where the demo's people watch: halls and homes in real cities, and every country's sofa."""

import random
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from babel.languages import get_official_languages

from app.demo import rules, texts
from app.gazetteer.rules import label
from app.locations.models import LocationKind
from app.locations.service import NewLocation

COUNTRIES = 150
HOMES = 0.7
# Damped, so that small countries and small cities are seen beside the biggest.
COUNTRY_POWER, CITY_POWER = 0.55, 0.8
DIASPORA = "fa"


@dataclass(frozen=True)
class Place:
    """A city of the gazetteer, as far as the demo needs it."""

    id: int
    name: str
    country: str
    region: str
    latitude: float
    longitude: float
    timezone: str
    population: int
    labels: Mapping[str, str]


def physical(
    cities: Sequence[Place], count: int, *, seed: int, stream: Sequence[str]
) -> Iterator[NewLocation]:
    """Draw that many halls and homes, country by country.

    :param stream: the languages of the event
    """
    by_country = _by_country(cities)
    shares = rules.share_out(count, _weights(by_country))
    number = 0
    for country in sorted(shares):
        chance = rules.generator(seed, "places", country)
        steps = list(accumulate(city.population**CITY_POWER for city in by_country[country]))
        for _ in range(shares[country]):
            number += 1
            at = bisect(steps, chance.random() * steps[-1])
            city = by_country[country][min(at, len(steps) - 1)]
            place = _home(city, chance) if chance.random() < HOMES else _hall(city, chance)
            yield replace(
                place,
                external_id=f"demo-{number}",
                public_id=rules.public_id(chance),
                languages=_languages(country, stream, chance),
            )


def online(sofas: Iterable[NewLocation], *, seed: int) -> Iterator[NewLocation]:
    """Give every country's sofa an id that the seed decides."""
    for place in sofas:
        chance = rules.generator(seed, "online", place.country)
        yield replace(place, public_id=rules.public_id(chance))


def home_address(place: NewLocation, *, seed: int) -> str:
    """Where a home is; it is stored sealed."""
    chance = rules.generator(seed, "address", place.public_id)
    return f"{_street(place.country, chance)}, {place.city}"


def _weights(by_country: Mapping[str, Sequence[Place]]) -> dict[str, float]:
    people = {code: sum(city.population for city in some) for code, some in by_country.items()}
    biggest = sorted(people, key=lambda code: (-people[code], code))[:COUNTRIES]
    return {code: people[code] ** COUNTRY_POWER for code in biggest}


def _by_country(cities: Iterable[Place]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for city in cities:
        if city.population > 0:
            found.setdefault(city.country, []).append(city)
    return found


def _home(city: Place, chance: random.Random) -> NewLocation:
    """A home shows its city's centre, and no name."""
    return NewLocation(
        kind=LocationKind.HOME,
        name="",
        country=city.country,
        timezone=city.timezone,
        city=city.name,
        city_id=city.id,
        region=city.region,
        latitude=city.latitude,
        longitude=city.longitude,
        capacity=rules.seats(True, chance),
    )


def _hall(city: Place, chance: random.Random) -> NewLocation:
    words, language = texts.places(), texts.country_group(city.country).language
    names = words["halls"].get(language, words["halls"]["en"])
    return NewLocation(
        kind=LocationKind.HALL,
        name=chance.choice(names).format(city=label(city, language)),
        country=city.country,
        timezone=city.timezone,
        city=city.name,
        city_id=city.id,
        region=city.region,
        latitude=round(city.latitude + chance.gauss(0, 0.02), 4),
        longitude=round(city.longitude + chance.gauss(0, 0.02), 4),
        capacity=rules.seats(False, chance),
        access=chance.choice(words["access"]) if chance.random() < 0.6 else "",
        address=_street(city.country, chance),
    )


def _street(country: str, chance: random.Random) -> str:
    streets, language = texts.places()["streets"], texts.country_group(country).language
    number = rules.digits(chance.randint(1, 180), language)
    street: str = chance.choice(streets.get(language, streets["en"]))
    return street.format(number=number)


def _languages(country: str, stream: Sequence[str], chance: random.Random) -> tuple[str, ...]:
    """What is spoken there, as far as the stream has it; else its first language."""
    official = get_official_languages(country, de_facto=True)
    chosen = [code for code in official if code in stream] or [stream[0]]
    if chance.random() < 0.08 and DIASPORA in stream and DIASPORA not in chosen:
        chosen.append(DIASPORA)
    if chance.random() < 0.15 and stream[0] not in chosen:
        chosen.append(stream[0])
    return tuple(chosen)

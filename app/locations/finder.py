"""What the finder offers besides the places found: choices, lists and the map, to be shown."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from babel import Locale
from flask import render_template
from markupsafe import Markup

from app.events.kept import kept
from app.events.queries import EventHead
from app.events.rules import shown_count
from app.gazetteer.countries import countries, country_name, place_in_order
from app.gazetteer.queries import labels_of
from app.gazetteer.regions import region_name
from app.locations import queries, snapshot
from app.locations.asked import Asked
from app.locations.clusters import CONTINENTS, WORLD, Circle, View, circles, view_around, view_of
from app.locations.clusters import clusters as clusters_in
from app.locations.rules import Box
from app.locations.search import Place, Result, nearest_free
from app.locations.spots import Spot, Spots
from app.web import formats
from app.web.assets import land_path
from app.web.languages import language_name

MOST_LISTED = 200
"""Cities of a region; whose is not among them is found by its name."""


@dataclass(frozen=True)
class Option:
    """Something to choose: its code or number, its name, how many there are if that is told."""

    value: str
    name: str
    count: str = ""


@dataclass(frozen=True)
class Options:
    """What the form of the finder lets people choose from."""

    countries: Markup
    languages: tuple[Option, ...]


@dataclass(frozen=True)
class Lists:
    """From the world down to a city: what lies one step below what is shown."""

    country: str = ""
    """Of the regions."""
    region: str = ""
    """The name of the one that is shown."""
    regions: tuple[Option, ...] = ()
    cities: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Map:
    """A map as its template draws it."""

    view: View
    land: Markup
    circles: tuple[tuple[Circle, str, str], ...]
    """Each with the name of its part of the world and its number as people write it, if told."""
    continents: tuple[Option, ...]
    continent: str = ""
    country: str = ""
    """Its name, on a map of one country."""


def options(head: EventHead, language: str, chosen: str, now: datetime) -> Options:
    """Return the countries and languages that have any location, by name, one country chosen."""
    made: Options = kept("options").get(
        (head.id, language), now, lambda: _options(snapshot.finder(head.id, now), language)
    )
    # Two hundred options are made once, not for each visitor; only the mark differs.
    value = Markup('value="{}"').format(chosen)
    return replace(made, countries=made.countries.replace(value, value + Markup(" selected")))


def world(head: EventHead, asked: Asked, language: str, now: datetime) -> Markup:
    """Return the map of the world or of a continent and its countries, or of a country alone.

    It is drawn at most once a minute; whoever asks for less than a country gets none.
    """
    if not asked.is_about_nothing and not asked.continent and not asked.is_about_a_country:
        return Markup()
    key = (head.id, head.version, language, asked.continent, asked.country)
    drawn: Markup = kept("maps").get(key, now, lambda: _world(head, asked, language, now))
    return drawn


def _world(head: EventHead, asked: Asked, language: str, now: datetime) -> Markup:
    found = snapshot.finder(head.id, now)
    if asked.country:
        drawn = _draw_country(found.spots, asked.country, language)
        if not drawn.circles:
            return Markup()
    else:
        drawn = _draw(found.spots, asked.continent, language)
    # Our own template has escaped what it shows.
    return Markup(  # noqa: S704
        render_template(
            "locations/world.html",
            slug=head.slug,
            map=drawn,
            countries=() if asked.country else _countries(found, asked.continent, language),
        )
    )


def clusters(
    head: EventHead, box: Box, zoom: int, language: str, now: datetime
) -> list[dict[str, object]]:
    """Return what an explored map shows in a box: middles, what is told of numbers, countries."""
    spots = snapshot.finder(head.id, now).spots
    points = ((*spot.point, spot.country) for spot in spots.listed if spot.point)
    return [
        {
            "at": [north, east],
            "told": _shown(told, language),
            "country": country_name(code, language),
        }
        for north, east, told, code in clusters_in(points, box, zoom)
    ]


def free_nearby(
    head: EventHead, location_id: int, language: str, now: datetime, party: int = 1
) -> tuple[Place, ...]:
    """Return the nearest other locations with seats for a party, for one that has none."""
    spots = snapshot.finder(head.id, now).spots
    spot = spots.by_id.get(location_id)
    # What is not listed is not in memory.
    point = spot.point if spot else queries.find_point(location_id)
    if point is None:
        return ()
    return nearest_free(head.id, spots, point, language, but=location_id, party=party)


def lists(head: EventHead, result: Result, asked: Asked, language: str, now: datetime) -> Lists:
    """Return the countries of the world, the regions of a country or the cities of a region."""
    found = snapshot.finder(head.id, now)
    if asked.country and asked.region:
        there = found.spots.within(asked.country, asked.region)
        name = region_name(asked.country, asked.region, language)
        return Lists(region=name, cities=_cities(there, language))
    if result.country and not asked.point and not result.near:
        regions = Counter(spot.region for spot in found.spots.within(result.country) if spot.region)
        named = [
            (name, region_name(result.country, name, language), count)
            for name, count in regions.items()
        ]
        return Lists(country=result.country, regions=_counted(named, language))
    return Lists()


def _cities(spots: Sequence[Spot], language: str) -> tuple[Option, ...]:
    counts = Counter((spot.city_id, spot.city) for spot in spots if spot.city_id)
    labels = labels_of({number for number, _name in counts if number})
    named = [
        (str(number), labels.get(number or 0, {}).get(language, name), count)
        for (number, name), count in counts.items()
    ]
    return _counted(named, language)[:MOST_LISTED]


def _draw(spots: Spots, continent: str, language: str) -> Map:
    view = view_of(CONTINENTS[continent].box) if continent else WORLD
    points = ((*spot.point, spot.country) for spot in spots.listed if spot.point)
    drawn = [
        (circle, country_name(circle.part, language), _shown(circle.told, language))
        for circle in circles(points, view)
    ]
    return Map(view, _land(), tuple(drawn), _continents(language), continent=continent)


def _draw_country(spots: Spots, country: str, language: str) -> Map:
    """A circle is named by its city: in one country, the country would name them all alike."""
    there = [spot for spot in spots.within(country) if spot.point]
    points = [(*spot.point, spot.city) for spot in there if spot.point]
    view = view_around((latitude, longitude) for latitude, longitude, _city in points)
    drawn = circles(points, view)
    name, shown = country_name(country, language), {circle.part for circle in drawn}
    city_ids = {spot.city: spot.city_id for spot in there if spot.city in shown and spot.city_id}
    labels = labels_of(city_ids.values())
    own = {city: labels.get(number, {}).get(language, city) for city, number in city_ids.items()}
    named = [
        (circle, own.get(circle.part, circle.part) or name, _shown(circle.told, language))
        for circle in drawn
    ]
    return Map(view, _land(), tuple(named), _continents(language), country=name)


def _land() -> Markup:
    return Markup(land_path())  # noqa: S704 (our own file)


def _continents(language: str) -> tuple[Option, ...]:
    names = Locale.parse(language).territories
    return tuple(Option(value, names[continent.number]) for value, continent in CONTINENTS.items())


def _countries(found: snapshot.Finder, continent: str, language: str) -> tuple[Option, ...]:
    box = CONTINENTS[continent].box if continent else None
    counts = Counter(
        spot.country for spot in found.spots.listed if box is None or box.holds(spot.point)
    )
    some = ((code, name, counts[code]) for code, name in countries(language) if code in counts)
    return tuple(Option(code, name, _shown(shown_count(n), language)) for code, name, n in some)


def _options(found: snapshot.Finder, language: str) -> Options:
    option = Markup('<option value="{}">{}</option>')
    languages = [(code, language_name(code, language)) for code in found.languages]
    languages.sort(key=lambda pair: place_in_order(pair[1], language))
    return Options(
        countries=Markup("\n").join(
            option.format(code, name)
            for code, name in countries(language)
            if code in found.countries
        ),
        languages=tuple(Option(code, name) for code, name in languages),
    )


def _counted(found: Iterable[tuple[str, str, int]], language: str) -> tuple[Option, ...]:
    """Return what was counted (value, name, number) in the order of the language's alphabet."""
    in_order = sorted(found, key=lambda line: (place_in_order(line[1], language), line[0]))
    return tuple(
        Option(value, name, _shown(shown_count(count), language)) for value, name, count in in_order
    )


def _shown(count: int | None, language: str) -> str:
    return "" if count is None else formats.number(count, language)

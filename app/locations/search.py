"""What the finder shows for what somebody asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice

from flask_babel import gettext as _

from app.gazetteer.countries import countries, country_name, is_country
from app.gazetteer.models import City
from app.gazetteer.queries import Hit, find_city, find_places
from app.gazetteer.regions import Part, region_meant, region_name
from app.gazetteer.rules import Point, city_label, normalise
from app.locations import queries, rules
from app.locations.asked import Asked
from app.locations.clusters import CONTINENTS
from app.locations.sight import PublicLocation, public_view, public_views
from app.locations.spots import Spot, Spots, Wanted

LATIN = "en"
"""Whoever does not write in the page's language is likely to write in this one."""

ROWS_A_PAGE = 20
OTHERS = 5
"""So many other cities of a name are offered."""

NEAREST_FREE = 3
"""So many others are named where a location is full."""


@dataclass(frozen=True)
class Place:
    """One line of the result; `km` is about how far it is, where that was asked for."""

    view: PublicLocation
    km: int | None = None


@dataclass(frozen=True)
class OtherCity:
    """Another city that somebody may have meant."""

    id: int
    label: str
    where: str


@dataclass(frozen=True)
class Result:
    """Locations for a search, and the country that it is about, as far as it is known."""

    places: tuple[Place, ...] = ()
    has_more: bool = False
    country: str = ""
    country_name: str = ""
    region: str = ""
    """The name of the region that was asked for by it."""
    near: str = ""
    """The city that the places are nearest to."""
    is_in_city: bool = True
    """Whether some of them are in that city itself."""
    named: tuple[Place, ...] = ()
    """Halls of the name that was asked for."""
    others: tuple[OtherCity, ...] = field(default=())


def find(event_id: int, spots: Spots, asked: Asked, language: str) -> Result:
    """Search the locations of an event, with at most three statements."""
    if asked.country and not is_country(asked.country):
        return Result()
    if asked.point:
        result = _near(event_id, spots, asked, asked.point, language)
        first = result.places[0].view.country if result.places else asked.country
        return _in_country(result, first, language)
    if asked.city and (city := find_city(asked.city)):
        return _near_city(event_id, spots, asked, city, language)
    country = country_named(asked.text, language)
    if asked.text and not country:
        return _by_text(event_id, spots, asked, language)
    return _listed(event_id, spots, replace(asked, country=country or asked.country), language)


def choices(
    event_id: int, spots: Spots, online: Mapping[str, str], asked: Asked, language: str
) -> list[PublicLocation]:
    """Return what somebody who moves may choose: what is found, and their own home at the end."""
    result = find(event_id, spots, asked, language)
    found = {place.view.public_id: place.view for place in (*result.places, *result.named)}
    home = queries.find_location(event_id, online.get(result.country, ""))
    return [*found.values(), *([public_view(home, language)] if home else [])]


def country_named(text: str, language: str) -> str:
    """Return the code of a country by its name in the page's language or in English, else ''."""
    key = normalise(text)
    return _codes(language).get(key) or _codes(LATIN).get(key, "")


def nearest_free(
    event_id: int, spots: Spots, point: Point, language: str, *, but: int, party: int = 1
) -> tuple[Place, ...]:
    """Return the nearest locations that have seats for a party, with one statement.

    :param but: the row id of the location that is full
    """
    kms = {spot.id: km for spot, km in spots.nearest(point, Wanted(free=True)) if spot.id != but}
    rows = queries.rows_of(event_id, list(kms))
    # What is in memory may have filled up since.
    free = [row for row in rows if rules.has_seats(row.capacity, row.taken, party)]
    return _places(free[:NEAREST_FREE], kms, language)


def _listed(event_id: int, spots: Spots, asked: Asked, language: str) -> Result:
    """A page of a country, of a region of it, or of everything."""
    there: Iterable[Spot] = spots.within(asked.country, asked.region)
    if asked.continent:
        box = CONTINENTS[asked.continent].box
        there = (spot for spot in there if box.holds(spot.point))
    start = (asked.page - 1) * ROWS_A_PAGE
    # Of thirty thousand no more are looked at than the page needs.
    found = list(islice(spots.fitting(there, asked.wanted), start, start + ROWS_A_PAGE + 1))
    rows = queries.rows_of(event_id, [spot.id for spot in found[:ROWS_A_PAGE]])
    result = Result(_places(rows, {}, language), has_more=len(found) > ROWS_A_PAGE)
    return _in_country(result, asked.country, language)


def _near_city(
    event_id: int,
    spots: Spots,
    asked: Asked,
    city: City,
    language: str,
    key: str = "",
) -> Result:
    """What is nearest to a city; and halls of a name, where a key is given."""
    point = (city.latitude, city.longitude)
    result = _near(event_id, spots, asked, point, language, key)
    there = any(spot.city_id == city.id for spot, _km in spots.nearest(point, asked.wanted))
    result = replace(result, near=str(city_label(city, language)), is_in_city=there)
    return _in_country(result, city.country, language)


def _near(
    event_id: int, spots: Spots, asked: Asked, point: Point, language: str, key: str = ""
) -> Result:
    near = spots.nearest(point, asked.wanted)
    kms = {spot.id: km for spot, km in near}
    rows = queries.rows_of(event_id, list(kms), key)
    named = [row for row in rows if row.id not in kms and spots.fit(row.id, asked.wanted)]
    return Result(_places(rows, kms, language), named=_places(named, {}, language))


def _by_text(event_id: int, spots: Spots, asked: Asked, language: str) -> Result:
    text = rules.before_comma(asked.text)
    hint = asked.country or country_named(_after_comma(asked.text), language)
    hits = find_places(text, country=hint or None) if len(normalise(text)) > 1 else []
    there = [hit for hit in hits if hit.city.country == hint]
    hits = there or hits
    if not any(hit.is_exact for hit in hits):
        part = region_meant(text, hint)
        if part:
            return _in_region(event_id, spots, asked, part, language)
    key = normalise(text)
    if not hits:
        rows = queries.rows_of(event_id, [], key) if key else ()
        fit = [row for row in rows if spots.fit(row.id, asked.wanted)]
        return _in_country(Result(named=_places(fit, {}, language)), hint, language)
    result = _near_city(event_id, spots, asked, hits[0].city, language, key)
    return replace(result, others=tuple(_other(hit, language) for hit in hits[1 : OTHERS + 1]))


def _in_region(event_id: int, spots: Spots, asked: Asked, part: Part, language: str) -> Result:
    """A page of a region, or of its country where the region has nothing."""
    has_any = any(spots.fitting(spots.within(*part), asked.wanted))
    there = replace(asked, country=part.country, region=part.name if has_any else "")
    result = _listed(event_id, spots, there, language)
    return replace(result, region=region_name(*part, language) if has_any else "")


def _places(
    rows: Sequence[queries.Found], kms: Mapping[int, float], language: str
) -> tuple[Place, ...]:
    """Return the rows as everybody may see them; in the order of `kms` where it has any."""
    order = {row_id: place for place, row_id in enumerate(kms)}
    if order:
        rows = sorted((row for row in rows if row.id in order), key=lambda row: order[row.id])
    views = public_views(rows, language)
    return tuple(
        Place(view, rules.rounded_km(kms[row.id]) if row.id in kms else None)
        for row, view in zip(rows, views, strict=True)
    )


def _other(hit: Hit, language: str) -> OtherCity:
    country = country_name(hit.city.country, language)
    region = region_name(hit.city.country, hit.city.region, language)
    where = str(_(", ")).join([region, country]) if region else country
    return OtherCity(hit.city.id, str(city_label(hit.city, language)), where)


def _in_country(result: Result, country: str, language: str) -> Result:
    known = country if country and is_country(country) else ""
    return replace(
        result, country=known, country_name=country_name(known, language) if known else ""
    )


def _after_comma(text: str) -> str:
    return text[len(rules.before_comma(text)) :].strip(" ,،;")


@lru_cache(maxsize=16)
def _codes(language: str) -> dict[str, str]:
    return {normalise(name): code for code, name in countries(language)}

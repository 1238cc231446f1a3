"""What the search page shows for what somebody asked."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from app.gazetteer.countries import countries, country_name, is_country
from app.gazetteer.models import City
from app.gazetteer.queries import cities_named
from app.gazetteer.rules import Point, city_label, normalise
from app.locations import queries, rules
from app.locations.errors import BadPoint
from app.locations.queries import NEAR_KM, ROWS_A_PAGE
from app.locations.sight import PublicLocation, public_views

LATIN = "en"
"""Whoever does not write in the page's language is likely to write in this one."""


@dataclass(frozen=True)
class Asked:
    """A search as it was typed, fit to be shown again."""

    text: str
    country: str
    page: int
    point: Point | None = None
    bad_point: bool = False

    @classmethod
    def read(cls, text: str, country: str, near: str, page: str) -> Self:
        """Make sense of what the address line holds; nothing in it is an error but a bad point."""
        asked = (rules.clean_text(text), country.strip().upper()[:2], rules.parse_page(page))
        if not near.strip():
            return cls(*asked)
        try:
            return cls(*asked, point=rules.parse_point(near))
        except BadPoint:
            return cls(*asked, bad_point=True)


@dataclass(frozen=True)
class Place:
    """One line of the result; `km` is about how far it is, where a point was asked for."""

    view: PublicLocation
    km: int | None = None


@dataclass(frozen=True)
class Result:
    """Locations for a search, and the country that it is about, as far as it is known."""

    places: tuple[Place, ...]
    has_more: bool
    country: str
    country_name: str
    event_id: int
    language: str
    nearest_to: str = ""
    """A city that was asked for and has no location; the places are those nearest to it."""

    @property
    def home(self) -> PublicLocation | None:
        """The location for watching at home in that country; reads it with one statement."""
        found = queries.find_online(self.event_id, self.country) if self.country else None
        return next(iter(public_views([found] if found else [], self.language)), None)


def find(event_id: int, asked: Asked, language: str) -> Result:
    """Search the locations of an event, with one statement, or three around a point."""
    country = asked.country or country_named(asked.text, language)
    places, has_more = _places(event_id, asked, country, language)
    if not country and places and (asked.text or asked.point):
        country = places[0].view.country
    known = country if is_country(country) else ""
    name = country_name(known, language) if known else ""
    if not places and asked.text and asked.page == 1:
        city = _city_named(asked.text, known, language)
        if city:
            point = (city.latitude, city.longitude)
            # Not in the city itself, so there is no use in looking close by first.
            places = _nearest(event_id, point, language, NEAR_KM[1:])
            title = str(city_label(city, language))
            return Result(places, False, city.country, name, event_id, language, title)
    return Result(places, has_more, known, name, event_id, language)


def country_named(text: str, language: str) -> str:
    """Return the code of a country by its name in the page's language or in English, else ''."""
    key = normalise(text)
    return _codes(language).get(key) or _codes(LATIN).get(key, "")


def _places(
    event_id: int, asked: Asked, country: str, language: str
) -> tuple[tuple[Place, ...], bool]:
    if country and not is_country(country):
        return (), False
    if asked.point:
        return _nearest(event_id, asked.point, language), False
    rows = _rows(event_id, asked, country, language)
    views = public_views(rows[:ROWS_A_PAGE], language)
    return tuple(map(Place, views)), len(rows) > ROWS_A_PAGE


def _city_named(text: str, country: str, language: str) -> City | None:
    if country_named(text, language):
        return None
    found = cities_named(rules.before_comma(text), country=country or None, limit=1)
    return next(iter(found), None)


def _nearest(
    event_id: int, point: Point, language: str, within: tuple[float, ...] = NEAR_KM
) -> tuple[Place, ...]:
    found = queries.nearest(event_id, point, within)
    views = public_views((row for row, _km in found), language)
    kms = (rules.rounded_km(km) for _row, km in found)
    return tuple(map(Place, views, kms))


def _rows(event_id: int, asked: Asked, country: str, language: str) -> queries.Rows:
    if not asked.text or country_named(asked.text, language) == country != "":
        return queries.page_listed(event_id, country, asked.page)
    key = normalise(rules.before_comma(asked.text))
    return queries.page_by_text(event_id, key, country, asked.page) if key else ()


@lru_cache(maxsize=16)
def _codes(language: str) -> dict[str, str]:
    return {normalise(name): code for code, name in countries(language)}

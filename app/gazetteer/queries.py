"""Every SELECT on the cities. Reads only; a session is that of the request or act."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, case, func, select

from app.database import db
from app.gazetteer.models import City, CityName
from app.gazetteer.rules import normalise

_AFTER_EVERY_LETTER = "\U0010ffff"
"""Greater than any character of a key, so `key + this` ends the range of a prefix."""


def find_city(city_id: int) -> City | None:
    """Return the city of that geonameid, or None."""
    return db.session.get(City, city_id)


def count_cities() -> int:
    """Return how many cities are loaded; 0 before `flask gazetteer load`."""
    return db.session.scalar(select(func.count()).select_from(City)) or 0


def cities_by_prefix(text: str, *, country: str | None = None, limit: int = 8) -> Sequence[City]:
    """Return the cities of which a name begins with the text, the likeliest first.

    First those named exactly so, then those of the country, then the bigger ones.

    :param text: as somebody typed it, in any spelling or script
    :param country: a hint, not a filter: two letters, in either case
    :return: at most `limit` cities; none when the text has no letter or digit
    """
    prefix = normalise(text)
    if not prefix:
        return []
    matches = (CityName.key >= prefix, CityName.key < prefix + _AFTER_EVERY_LETTER)
    return db.session.scalars(_ranked(prefix, matches, country).limit(limit)).all()


def cities_named(text: str, *, country: str | None = None, limit: int = 8) -> Sequence[City]:
    """Return the cities named exactly so in any spelling or script, the biggest first.

    :param country: a filter: two letters, in either case
    :return: at most `limit` cities
    """
    key = normalise(text)
    if not key:
        return []
    statement = _ranked(key, (CityName.key == key,), None)
    if country:
        statement = statement.where(City.country == country.upper())
    return db.session.scalars(statement.limit(limit)).all()


def _ranked(
    key: str, matches: Sequence[ColumnElement[bool]], country: str | None
) -> Select[tuple[City]]:
    """Return the SELECT of the cities with a matching name, the likeliest first."""
    is_exact = case((CityName.key == key, 1), else_=0)
    found = (
        select(
            CityName.city_id,
            func.max(is_exact).label("is_exact"),
            func.max(CityName.weight).label("weight"),
        )
        .where(*matches)
        .group_by(CityName.city_id)
        .subquery()
    )
    is_hinted = case((City.country == (country or "").upper(), 1), else_=0)
    return (
        select(City)
        .join(found, found.c.city_id == City.id)
        .order_by(found.c.is_exact.desc(), is_hinted.desc(), found.c.weight.desc(), City.id)
    )

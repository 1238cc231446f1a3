"""Every SELECT on the cities. Reads only; a session is that of the request or act."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, case, func, select

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
    begins_so = (CityName.key >= prefix, CityName.key < prefix + _AFTER_EVERY_LETTER)
    return _likeliest(begins_so, prefix, country, limit)


def cities_named(text: str, *, country: str | None = None, limit: int = 8) -> Sequence[City]:
    """Return the cities named exactly so in any spelling or script, the biggest first.

    :param country: a filter: two letters, in either case
    :return: at most `limit` cities
    """
    key = normalise(text)
    if not key:
        return []
    is_named_so = [CityName.key == key]
    if country:
        is_named_so.append(CityName.country == country.upper())
    return _likeliest(is_named_so, key, country, limit)


def _likeliest(
    conditions: Iterable[ColumnElement[bool]], key: str, country: str | None, limit: int
) -> Sequence[City]:
    """Return the cities of which a name meets the conditions, the likeliest first."""
    is_exact = func.max(case((CityName.key == key, 1), else_=0))
    is_hinted = func.max(case((CityName.country == (country or "").upper(), 1), else_=0))
    weight = func.max(CityName.weight)
    order = (is_exact.desc(), is_hinted.desc(), weight.desc(), CityName.city_id)
    place = func.row_number().over(order_by=order).label("place")
    # Limited here, so that only the few that are shown are looked up in `city`.
    best = (
        select(CityName.city_id, place)
        .where(*conditions)
        .group_by(CityName.city_id)
        .order_by(place)
        .limit(limit)
        .subquery()
    )
    statement = select(City).join(best, best.c.city_id == City.id).order_by(best.c.place)
    return db.session.scalars(statement).all()

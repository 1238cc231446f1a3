"""What loading locations must know: what is there already, cities by name, zones by country."""

from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from sqlalchemy import func, select

from app.database import db
from app.gazetteer.models import City, CityName
from app.locations.models import Location

KEYS_A_STATEMENT: Final = 500


class KnownLocation(NamedTuple):
    """A location that an earlier import brought."""

    id: int
    public_id: str
    capacity: int | None
    taken: int


def known_by_external_id(event_id: int) -> dict[str, KnownLocation]:
    """Return the locations of an event that carry an outside number, by that number."""
    rows = db.session.execute(
        select(
            Location.external_id, Location.id, Location.public_id, Location.capacity, Location.taken
        ).where(Location.event_id == event_id, Location.external_id.is_not(None))
    )
    return {
        number: KnownLocation(row_id, public_id, capacity, taken)
        for number, row_id, public_id, capacity, taken in rows
        if number is not None
    }


def ids_by_public_id(public_ids: Collection[str]) -> dict[str, int]:
    """Return the row ids of locations by their public ids."""
    found: dict[str, int] = {}
    for some in _chunks(sorted(public_ids)):
        rows = db.session.execute(
            select(Location.public_id, Location.id).where(Location.public_id.in_(some))
        )
        found |= dict(rows.all())
    return found


def cities_by_key(keys: Collection[str]) -> dict[tuple[str, str], list[City]]:
    """Return the cities of these normalised names, by name and country, the biggest first."""
    found: dict[tuple[str, str], list[City]] = {}
    for some in _chunks(sorted(keys)):
        rows = db.session.execute(
            select(CityName.key, City)
            .join(City, City.id == CityName.city_id)
            .where(CityName.key.in_(some))
            .order_by(CityName.weight.desc(), City.id)
        )
        for key, city in rows:
            found.setdefault((key, city.country), []).append(city)
    return found


def zones_of_countries(countries: Collection[str]) -> dict[str, str]:
    """Return the time zone of the biggest city of each country that has one."""
    biggest = (
        select(City.country, func.max(City.population).label("population"))
        .where(City.country.in_(countries))
        .group_by(City.country)
        .subquery()
    )
    rows = db.session.execute(
        select(City.country, City.timezone)
        .join(
            biggest,
            (biggest.c.country == City.country) & (biggest.c.population == City.population),
        )
        .order_by(City.id.desc())
    )
    return dict(rows.all())


def _chunks(keys: list[str]) -> Iterable[list[str]]:
    return (keys[i : i + KEYS_A_STATEMENT] for i in range(0, len(keys), KEYS_A_STATEMENT))

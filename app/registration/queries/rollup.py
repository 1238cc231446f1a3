"""How many people and locations each city has, and each location of one.

Read from what is kept for each location (docs/adr/0014); sign-ups are not counted. What a
page reads grows with the locations of one country, never with the people.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Subquery, and_, case, func, or_, select, union_all

from app.database import db
from app.gazetteer.scopes import countries_in
from app.locations.models import Location, LocationState
from app.locations.within import within
from app.registration.counters import PlaceTally, RegistrationDelta
from app.registration.rules import RegistrationState
from app.web.pagination import Page

PAGE_SIZE = 100

Countries = tuple[str, ...]


class Leaf(NamedTuple):
    """The locations of one city, added up; a city that the gazetteer does not know has no id."""

    country: str
    region: str
    city_id: int | None
    city: str
    """Empty for those that stand in no city, such as everybody's own sofa."""
    offered: int
    """Locations that people can choose."""
    taking_part: int
    """Locations with somebody confirmed."""
    people: int

    @property
    def path(self) -> tuple[str, str, int | str]:
        """Country, region, and the city's number; its name where the gazetteer does not know it."""
        return self.country, self.region, self.city if self.city_id is None else self.city_id


class Place(NamedTuple):
    """One location and the confirmed people in it."""

    location: Location
    people: int


def leaves(event_id: int, *, countries: Countries = ()) -> list[Leaf]:
    """Every city with a location that is open or has people, by one statement.

    :param countries: what an account may see, regions among them; empty for everything
    """
    place, counted = Location, _confirmed(event_id, countries)
    by = (place.country, place.region, place.city_id, place.city)
    offered = func.sum(case((_is_open(), 1), else_=0))
    people = func.coalesce(func.sum(counted.c.people), 0)
    query = (
        select(*by, offered, func.sum(case((counted.c.registrations > 0, 1), else_=0)), people)
        .outerjoin(counted, counted.c.location_id == place.id)
        .where(place.event_id == event_id)
        .group_by(*by)
        .having(or_(offered > 0, people > 0))
    )
    if countries:
        query = query.where(within(countries))
    return [Leaf(*row[:4], *map(int, row[4:])) for row in db.session.execute(query)]


def page_of_places(
    event_id: int, country: str, region: str, city: int | str, *, after: str | None = None
) -> Page[Place]:
    """The locations of one city, in the order of their numbers, the empty ones among them.

    :param city: its number; its name where the gazetteer does not know it
    """
    place, counted = Location, _confirmed(event_id, (country,))
    people = func.coalesce(counted.c.people, 0)
    in_city = place.city_id == city if isinstance(city, int) else place.city_id.is_(None)
    query = (
        select(place, people)
        .outerjoin(counted, counted.c.location_id == place.id)
        .where(place.event_id == event_id, place.country == country, place.region == region)
        .where(in_city, or_(_is_open(), people > 0), place.id > _read(after))
        .order_by(place.id)
        .limit(PAGE_SIZE + 1)
    )
    if isinstance(city, str):
        query = query.where(place.city == city)
    found = [Place(location, int(number)) for location, number in db.session.execute(query)]
    more = str(found[PAGE_SIZE - 1].location.id) if len(found) > PAGE_SIZE else None
    return Page(found[:PAGE_SIZE], older=more)


def _is_open() -> Any:
    return Location.state == LocationState.APPROVED


def _confirmed(event_id: int, countries: Countries) -> Subquery:
    """Confirmed sign-ups and people of each location: what is kept, and what is not folded yet."""
    parts: Sequence[Any] = [
        select(table.location_id, table.registrations, table.people).where(
            and_(table.event_id == event_id, table.state == RegistrationState.CONFIRMED.value),
            *((table.country.in_(countries_in(countries)),) if countries else ()),
        )
        for table in (PlaceTally, RegistrationDelta)
    ]
    one = union_all(*parts).subquery()
    return (
        select(
            one.c.location_id,
            func.sum(one.c.registrations).label("registrations"),
            func.sum(one.c.people).label("people"),
        )
        .group_by(one.c.location_id)
        .subquery()
    )


def _read(cursor: str | None) -> int:
    text = cursor or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0

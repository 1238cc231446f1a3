"""What the organizers' pages know of locations, by keyset pages.

`countries` is what an account may see, regions among them; empty means everywhere.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, select

from app.database import db
from app.gazetteer.models import CityName
from app.gazetteer.rules import normalise
from app.locations import rules
from app.locations.errors import LocationNotFound
from app.locations.models import Location, LocationKind, LocationName, LocationState
from app.locations.within import within
from app.web.pagination import Page

PAGE_SIZE = 50
_AFTER_EVERY_LETTER = "\U0010ffff"

Countries = tuple[str, ...]


@dataclass(frozen=True)
class Filters:
    """Which locations are meant; an empty value means all."""

    text: str = ""
    """A city or a name, from its first letters on."""
    kind: LocationKind | None = None
    state: LocationState | None = None
    country: str = ""
    listed: bool | None = None


def page_of_locations(
    event_id: int,
    filters: Filters,
    *,
    countries: Countries,
    older: str | None = None,
    newer: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[Location]:
    """The newest locations, or those on one side of a cursor; newest first in any case."""
    query = _chosen(event_id, filters, countries).limit(size + 1)
    after, before = _read(newer), _read(older)
    if after is not None:
        found = db.session.scalars(query.where(Location.id > after).order_by(Location.id)).all()
        if len(found) > size:
            rows = found[size - 1 :: -1]
            return Page(rows, newer=str(rows[0].id), older=str(rows[-1].id))
        # Fewer than a page are newer, so this is the first page, and it shall be full.
        before = None
    if before is not None:
        query = query.where(Location.id < before)
    found = db.session.scalars(query.order_by(Location.id.desc())).all()
    rows = found[:size]
    return Page(
        rows,
        newer=str(rows[0].id) if before is not None and rows else None,
        older=str(rows[-1].id) if len(found) > size else None,
    )


def get_any(event_id: int, public_id: str, *, countries: Countries) -> Location:
    """A location in any state.

    :raises LocationNotFound: when there is none that this account may see
    """
    found = None
    if rules.is_public_id(public_id):
        query = _chosen(event_id, Filters(), countries)
        found = db.session.scalar(query.where(Location.public_id == public_id))
    if found is None:
        raise LocationNotFound
    return found


def ids_within(event_id: int, public_ids: Collection[str], *, countries: Countries) -> set[str]:
    """Those of these public ids that an account may see."""
    query = select(Location.public_id).where(
        Location.event_id == event_id, Location.public_id.in_(public_ids), within(countries)
    )
    return set(db.session.scalars(query))


def _chosen(event_id: int, filters: Filters, countries: Countries) -> Select[Location]:
    query = select(Location).where(Location.event_id == event_id)
    if countries:
        query = query.where(within(countries))
    if filters.country:
        query = query.where(Location.country == filters.country)
    if filters.kind is not None:
        query = query.where(Location.kind == filters.kind)
    if filters.state is not None:
        query = query.where(Location.state == filters.state)
    if filters.listed is not None:
        query = query.where(Location.listed == filters.listed)
    key = normalise(rules.before_comma(filters.text))
    if key:
        end = key + _AFTER_EVERY_LETTER
        cities = select(CityName.city_id).where(CityName.key >= key, CityName.key < end)
        names = select(LocationName.location_id).where(
            LocationName.key >= key, LocationName.key < end
        )
        # By the indexes of both: or-ed, every location of the event would be looked at.
        there = select(Location.id).where(
            Location.event_id == event_id, Location.city_id.in_(cities)
        )
        query = query.where(Location.id.in_(there.union(names)))
    return query


def _read(cursor: str | None) -> int | None:
    text = cursor or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else None

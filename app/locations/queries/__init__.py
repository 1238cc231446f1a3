"""Every SELECT on locations that public pages and letters need."""

import json
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    or_,
    select,
    union_all,
)

from app.database import Base, db
from app.gazetteer.models import City
from app.gazetteer.rules import Point, distance_km
from app.locations import rules
from app.locations.errors import LocationNotFound
from app.locations.models import Location, LocationKind, LocationName, LocationState
from app.locations.spots import Spot

NEAR_KM: Final = 300.0
"""How far to look for the nearest before looking everywhere."""

NAMED: Final = 20
"""So many halls are shown for a name."""

Found = Row[Any]
"""The columns of `SEEN`; what `sight.public_view` needs and nothing that it must not show."""

Rows = Sequence[Found]

# Tables, not models: for a row of plain columns the session does half the work.
_tables = Base.metadata.tables
_place, _place_name = _tables[Location.__tablename__], _tables[LocationName.__tablename__]
_city = _tables[City.__tablename__]


class CountryPlaces(NamedTuple):
    """What there is to choose from in one country."""

    locations: int
    online: str | None
    """Public id of the location for watching at home, where the country has one."""


SEEN: Final = (
    _place.c.public_id,
    _place.c.kind,
    _place.c.name,
    _place.c.city,
    _place.c.country,
    _place.c.timezone,
    _place.c.languages,
    _place.c.capacity,
    _place.c.taken,
    _place.c.state,
    _place.c.access,
    _place.c.wheelchair,
    _city.c.labels,
)

_AFTER_EVERY_LETTER = "\U0010ffff"

_event = bindparam("event_id", type_=Integer)
_key, _key_end = bindparam("key", type_=String), bindparam("key_end", type_=String)

_offered = and_(
    _place.c.state == LocationState.APPROVED,
    _place.c.listed,
    _place.c.kind != LocationKind.ONLINE,
)
"""What a visitor may be offered in a list; homes of one's own are offered beside it."""

_choosable = and_(_place.c.event_id == _event, _offered)


def find_location(event_id: int, public_id: str) -> Location | None:
    """Return the approved or closed location of that public id at that event, or None."""
    if not rules.is_public_id(public_id):
        return None
    return db.session.scalar(
        select(Location).where(
            Location.public_id == public_id,
            Location.event_id == event_id,
            Location.state.in_((LocationState.APPROVED, LocationState.CLOSED)),
        )
    )


def find_point(location_id: int) -> Point | None:
    """Return where a location is shown; None where nobody has said."""
    row = db.session.execute(_POINT, {"id": location_id}).one_or_none()
    return None if row is None or None in row else (row[0], row[1])


def places_with_ids(ids: Collection[int]) -> dict[int, Found]:
    """Return row id and the columns `SEEN` of locations in any state, by id."""
    rows = db.session.execute(_seen(_place.c.id).where(_place.c.id.in_(ids)))
    return {row.id: row for row in rows}


def get_location(event_id: int, public_id: str) -> Location:
    """Return the approved or closed location of that public id at that event.

    :raises LocationNotFound: when there is none
    """
    location = find_location(event_id, public_id)
    if location is None:
        raise LocationNotFound
    return location


def spots(event_id: int) -> Iterator[tuple[Spot, str, bool]]:
    """Yield every location that visitors may be offered, with the point where it is shown.

    A home stands at its city's centre, whatever its row says. For watching at home the
    public id comes with it, else ""; and whether it has no seats.
    """
    alike: dict[object, Any] = {}
    for public_id, spoken, is_full, north, east, row_id, *words, wheels in db.session.execute(
        _SPOTS, {"event_id": event_id}
    ):
        # Thousands share a country or a city, and need its name in memory once.
        kept = (alike.setdefault(word, word) for word in words)
        spot = Spot._make((north, east, row_id, *kept, wheels, _codes(spoken)))
        yield spot, public_id, bool(is_full)


def revision(event_id: int) -> tuple[int, ...]:
    """Return numbers that are others as soon as any location of an event is another."""
    return tuple(db.session.execute(_REVISION, {"event_id": event_id}).one())


def full(event_id: int) -> Sequence[int]:
    """Return the ids of the locations of an event that have no seats."""
    return db.session.scalars(_FULL, {"event_id": event_id}).all()


def rows_of(event_id: int, ids: Sequence[int], key: str = "") -> list[Found]:
    """Return those of these locations that are still offered, in the order of the ids.

    :param key: normalised; halls whose names hold words that begin so follow, a few of them
    """
    if not ids and not key:
        return []
    # A space sorts before every letter, so this range holds the key alone: half the world
    # begins with a single letter.
    key_end = key + (_AFTER_EVERY_LETTER if len(key) > 1 else " ")
    values = {"event_id": event_id, "ids": ids, "key": key, "key_end": key_end}
    rows = db.session.execute(_BY_ID_OR_NAME if key else _BY_ID, values).all()
    by_id = {row.id: row for row in rows}
    chosen = [by_id.pop(row_id) for row_id in ids if row_id in by_id]
    return chosen + sorted(by_id.values(), key=lambda row: row.id)


def nearest_free(
    event_id: int, point: Point, *, party: int, but: int
) -> tuple[Found, float] | None:
    """Return the nearest location with seats for a party, and its distance in kilometres.

    :param but: the row id of the location that the party comes from
    """
    for km in (NEAR_KM, None):
        free = _free_by_distance(event_id, point, km, party=party, but=but)
        if free:
            away, row_id = free[0]
            return db.session.execute(_seen().where(_place.c.id == row_id)).one(), away
    return None


def countries(event_id: int) -> dict[str, CountryPlaces]:
    """Return what there is to choose from in each country that has any location."""
    rows = db.session.execute(_COUNTRIES, {"event_id": event_id})
    return {country: CountryPlaces(count, online) for country, count, online in rows}


def lights(event_id: int) -> Sequence[tuple[float, float, int]]:
    """Return latitude, longitude and number of the locations of each city.

    Only a hall in a place that the gazetteer does not know stands at its own point.
    """
    return [tuple(row) for row in db.session.execute(_LIGHTS, {"event_id": event_id})]


def _free_by_distance(
    event_id: int, point: Point, km: float | None, *, party: int, but: int
) -> list[tuple[float, int]]:
    """Return distance and id of locations, the nearest first; `km` limits how far they may be."""
    enough = or_(_place.c.capacity.is_(None), _place.c.taken + party <= _place.c.capacity)
    statement = select(_place.c.id, _place.c.latitude, _place.c.longitude).where(
        _choosable,
        _place.c.latitude.is_not(None),
        _place.c.longitude.is_not(None),
        _place.c.id != but,
        enough,
    )
    if km is not None:
        statement = statement.where(_within(rules.box_around(point, km)))
    rows = db.session.execute(statement, {"event_id": event_id})
    reached = ((distance_km(point, (north, east)), row_id) for row_id, north, east in rows)
    # What lies in a corner of the box may be further than something outside it.
    return sorted(found for found in reached if km is None or found[0] <= km)


def _within(box: rules.Box) -> ColumnElement[bool]:
    after_west, before_east = _place.c.longitude >= box.west, _place.c.longitude <= box.east
    along = or_ if box.west > box.east else and_
    return and_(_place.c.latitude.between(box.south, box.north), along(after_west, before_east))


def _seen(*more: Any) -> Select[Any]:
    return select(*SEEN, *more).outerjoin(_city, _city.c.id == _place.c.city_id)


@lru_cache(maxsize=4096)
def _codes(languages: str) -> frozenset[str]:
    """Return the languages of a row, of which there are few different lists."""
    return frozenset(json.loads(languages))


# Made once: building a statement costs more than running it.
_BY_ID = _seen(_place.c.id).where(_choosable, _place.c.id.in_(bindparam("ids", expanding=True)))
_BY_ID_OR_NAME = union_all(
    _BY_ID,
    _seen(_place.c.id).where(
        # "+ 0" keeps SQLite from reading all of the event instead of the few that were found.
        _place.c.event_id + 0 == _event,
        _offered,
        _place.c.id.in_(
            select(_place_name.c.location_id)
            .where(_place_name.c.key >= _key, _place_name.c.key < _key_end)
            .order_by(_place_name.c.key, _place_name.c.location_id)
            .limit(NAMED)
        ),
    ),
)
_POINT = select(_place.c.latitude, _place.c.longitude).where(_place.c.id == bindparam("id"))
_is_online = _place.c.kind == LocationKind.ONLINE
_COUNTRIES = (
    select(
        _place.c.country,
        func.sum(case((_is_online, 0), else_=1)),
        func.max(case((_is_online, _place.c.public_id))),
    )
    .where(_place.c.event_id == _event, _place.c.state == LocationState.APPROVED, _place.c.listed)
    .group_by(_place.c.country)
)
_latitude = func.coalesce(_city.c.latitude, _place.c.latitude)
_longitude = func.coalesce(_city.c.longitude, _place.c.longitude)
_LIGHTS = (
    select(_latitude, _longitude, func.count())
    .select_from(_place)
    .outerjoin(_city, _city.c.id == _place.c.city_id)
    .where(_choosable, _latitude.is_not(None), _longitude.is_not(None))
    .group_by(_latitude, _longitude)
)
_REVISION = select(
    func.count(),
    func.coalesce(func.sum(_place.c.id), 0),
    func.coalesce(func.sum(_place.c.revision), 0),
).where(_place.c.event_id == _event)
_is_full = _place.c.taken >= _place.c.capacity
_FULL = select(_place.c.id).where(_place.c.event_id == _event, _is_full)
_is_home = _place.c.kind == LocationKind.HOME
_SPOTS = (
    select(
        case((_is_online, _place.c.public_id), else_=""),
        cast(_place.c.languages, String),
        _is_full,
        case((_is_home, _latitude), else_=_place.c.latitude),
        case((_is_home, _longitude), else_=_place.c.longitude),
        _place.c.id,
        cast(_place.c.kind, String),
        _place.c.country,
        _place.c.region,
        _place.c.city_id,
        _place.c.city,
        _place.c.wheelchair,
    )
    .select_from(_place)
    .outerjoin(_city, _city.c.id == _place.c.city_id)
    .where(_place.c.event_id == _event, _place.c.state == LocationState.APPROVED, _place.c.listed)
)

"""From a file of locations to rows: all of it, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.audit.log import OPERATOR
from app.events.models import Event
from app.gazetteer.models import City
from app.gazetteer.rules import distance_km, normalise
from app.locations.addresses import seal_address
from app.locations.csv_file import CsvRow, read_rows
from app.locations.models import LocationKind
from app.locations.queries.loading import (
    KnownLocation,
    cities_by_key,
    known_by_external_id,
    zones_of_countries,
)
from app.locations.rules import Release
from app.locations.service import NewLocation, import_locations, new_public_id
from app.web.csv_reading import BadFile, Fault

COARSE = 1
"""Decimals of a degree at which a home stands whose city is not known: some ten kilometres."""


@dataclass(frozen=True)
class Known:
    """What the database says about the rows of a file."""

    cities: Mapping[tuple[str, str], list[City]]
    zones: Mapping[str, str]
    locations: Mapping[str, KnownLocation]


@dataclass(frozen=True)
class Plan:
    """What a file would do: its rows with everything but their sealed addresses."""

    placed: list[tuple[CsvRow, dict[str, Any]]]
    added: int
    changed: int


def plan_file(*, event: Event, content: bytes) -> Plan:
    """Read a whole file, and say what it would do; nothing is stored.

    :raises BadFile: when anything is wrong
    """
    rows = read_rows(content)
    known = Known(
        cities=cities_by_key({normalise(row.city) for row in rows}),
        zones=zones_of_countries({row.country for row in rows if _is_online(row)}),
        locations=known_by_external_id(event.id),
    )
    faults: list[Fault] = []
    placed = [(row, _place(row, known, faults)) for row in rows]
    if faults:
        raise BadFile(faults)
    changed = sum(row.external_id in known.locations for row in rows if row.external_id)
    return Plan(placed, added=len(rows) - changed, changed=changed)


def import_file(*, event: Event, content: bytes, now: datetime, actor: str = OPERATOR) -> list[str]:
    """Store every location of a CSV file, or bring it up to date by its external id.

    :return: the public ids, in the order of the file
    :raises BadFile: when anything is wrong; then nothing was stored
    """
    plan = plan_file(event=event, content=content)
    places = [
        NewLocation(**values, **_address(event, row, values, now)) for row, values in plan.placed
    ]
    import_locations(event_id=event.id, places=places, now=now, actor=actor)
    return [place.public_id for place in places]


def _is_online(row: CsvRow) -> bool:
    return row.kind == LocationKind.ONLINE


def _place(row: CsvRow, known: Known, faults: list[Fault]) -> dict[str, Any]:
    """Return everything about a row's location but its address."""
    old = known.locations.get(row.external_id or "")
    if old and old.capacity is None and row.capacity is not None:
        # Seats are not counted where there is no limit, so a limit could not be kept.
        text = _("cannot be set: the location has had no limit, and people may have signed up")
        faults.append(Fault(row.line, "capacity", text))
    if old and row.capacity is not None and row.capacity < old.taken:
        text = _("is less than the %(taken)s seats that people hold", taken=old.taken)
        faults.append(Fault(row.line, "capacity", text))
    return {
        **{name: getattr(row, name) for name in ("kind", "name", "country", "languages")},
        **{name: getattr(row, name) for name in ("capacity", "access", "listed", "external_id")},
        **(_nowhere(row, known) if _is_online(row) else _somewhere(row, known, faults)),
        # What a home is called may be its host's name, and nobody is shown it.
        **({"name": ""} if row.kind == LocationKind.HOME else {}),
        "public_id": old.public_id if old else new_public_id(),
    }


def _nowhere(row: CsvRow, known: Known) -> dict[str, Any]:
    return {"timezone": row.timezone or known.zones.get(row.country, "UTC")}


def _somewhere(row: CsvRow, known: Known, faults: list[Fault]) -> dict[str, Any]:
    city = _city(row, known)
    if city is None:
        return _unknown_city(row, faults)
    latitude, longitude = city.latitude, city.longitude
    if row.kind == LocationKind.HALL and row.latitude is not None and row.longitude is not None:
        latitude, longitude = row.latitude, row.longitude
    return {
        "city": city.name,
        "city_id": city.id,
        "region": city.region,
        "latitude": latitude,
        "longitude": longitude,
        "timezone": row.timezone or city.timezone,
    }


def _unknown_city(row: CsvRow, faults: list[Fault]) -> dict[str, Any]:
    if row.latitude is None or row.longitude is None or not row.timezone:
        text = _("is not known in this country; give latitude, longitude and timezone to use it")
        faults.append(Fault(row.line, "city", text))
        return {"timezone": row.timezone}
    latitude, longitude = row.latitude, row.longitude
    if row.kind == LocationKind.HOME:
        latitude, longitude = round(latitude, COARSE), round(longitude, COARSE)
    return {
        "city": row.city,
        "latitude": latitude,
        "longitude": longitude,
        "timezone": row.timezone,
    }


def _city(row: CsvRow, known: Known) -> City | None:
    """Return the country's biggest city of that name, or the nearest one to the point given."""
    alike = known.cities.get((normalise(row.city), row.country), [])
    if row.latitude is None or row.longitude is None or not alike:
        return next(iter(alike), None)
    here = (row.latitude, row.longitude)
    return min(alike, key=lambda city: distance_km(here, (city.latitude, city.longitude)))


def _address(event: Event, row: CsvRow, values: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    if not row.address or _is_online(row):
        return {}
    if row.kind == LocationKind.HALL:
        return {"address": row.address}
    public_id = values["public_id"]
    boxes = seal_address(event=event, public_id=public_id, address=row.address, now=now)
    # Nobody has asked the people of this home yet.
    return {**boxes, "release": Release.BY_HAND}

"""What is done to locations: adding them, one or thirty thousand."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from app.audit.log import OPERATOR, record
from app.database import transaction
from app.events.models import Event
from app.locations import rules
from app.locations.models import Location, LocationKind, LocationName, LocationState
from app.locations.queries.loading import ids_by_public_id, known_by_external_id, zones_of_countries
from app.locations.rules import Release

ROWS_A_BATCH = 5_000


def new_public_id() -> str:
    """Return a random name for a location, which tells nothing and cannot be guessed."""
    return secrets.token_urlsafe(9)


@dataclass(frozen=True)
class NewLocation:
    """A location to be stored; the fields mean what they mean in the table."""

    kind: LocationKind
    name: str
    country: str
    timezone: str
    city: str = ""
    city_id: int | None = None
    region: str = ""
    latitude: float | None = None
    longitude: float | None = None
    languages: tuple[str, ...] = ()
    capacity: int | None = None
    taken: int = 0
    state: LocationState = LocationState.APPROVED
    listed: bool = True
    access: str = ""
    address: str | None = None
    """In clear, so only that of a hall; `addresses.seal_address` is for homes."""
    address_box: bytes | None = None
    guest_box: bytes | None = None
    guest_key_box: bytes | None = None
    release: Release = Release.CONFIRMATION
    invitation_index: bytes | None = None
    external_id: str | None = None
    public_id: str = field(default_factory=new_public_id)


def add_locations(
    session: Session, *, event_id: int, places: Sequence[NewLocation], now: datetime
) -> dict[str, int]:
    """Store locations with the keys that find them, inside the caller's transaction.

    :return: the row id of each by its public id, in the order given
    """
    added: dict[str, int] = {}
    for start in range(0, len(places), ROWS_A_BATCH):
        batch = places[start : start + ROWS_A_BATCH]
        rows = [_row(place) | {"event_id": event_id, "created_at": now} for place in batch]
        # Ids are read afterwards: SQLite would return them row by row, each a search of its own.
        session.execute(insert(Location), rows)
        added |= ids_by_public_id([place.public_id for place in batch])
    _add_keys(session, ((added[place.public_id], place) for place in places))
    return {place.public_id: added[place.public_id] for place in places}


def import_locations(
    *, event_id: int, places: Sequence[NewLocation], now: datetime, actor: str = OPERATOR
) -> None:
    """Store locations; one whose public id is known already is brought up to date.

    Seats that people hold stay held: `taken` is changed only where there is no limit any more.
    """
    old = {known.public_id: known.id for known in known_by_external_id(event_id).values()}
    with transaction() as session:
        new = [place for place in places if place.public_id not in old]
        changed = [(old[place.public_id], place) for place in places if place.public_id in old]
        add_locations(session, event_id=event_id, places=new, now=now)
        _update(session, changed)
        record(
            session,
            actor=actor,
            action="locations.imported",
            now=now,
            event_id=event_id,
            detail={"added": len(new), "changed": len(changed)},
        )


def online_locations_for(event: Event, countries: Iterable[str]) -> list[NewLocation]:
    """Return a location for watching at home in each country, on the clock of its biggest city."""
    wanted = tuple(countries)
    zones = zones_of_countries(wanted)
    return [
        NewLocation(
            kind=LocationKind.ONLINE,
            name="",
            country=country,
            timezone=zones.get(country, "UTC"),
            languages=tuple(event.languages),
        )
        for country in wanted
    ]


def _update(session: Session, changed: Sequence[tuple[int, NewLocation]]) -> None:
    if not changed:
        return
    rows = []
    for row_id, place in changed:
        row = _row(place) | {"id": row_id}
        # What became of a location since is not the file's to say.
        del row["public_id"], row["external_id"], row["state"], row["release"]
        del row["invitation_index"]
        if place.capacity is not None:
            del row["taken"]
        rows.append(row)
    for has_limit in (True, False):
        alike = [row for row in rows if ("taken" not in row) is has_limit]
        if alike:
            session.execute(update(Location), alike)
    for start in range(0, len(changed), 500):
        ids = [row_id for row_id, _place in changed[start : start + 500]]
        session.execute(delete(LocationName).where(LocationName.location_id.in_(ids)))
    _add_keys(session, changed)


def _add_keys(session: Session, placed: Iterable[tuple[int, NewLocation]]) -> None:
    rows = [
        {"location_id": row_id, "key": key}
        for row_id, place in placed
        for key in sorted(
            rules.search_keys(
                place.name,
                place.city,
                shown=place.kind == LocationKind.HALL,
                city_known=place.city_id is not None,
            )
        )
    ]
    for start in range(0, len(rows), ROWS_A_BATCH):
        session.execute(insert(LocationName), rows[start : start + ROWS_A_BATCH])


def _row(place: NewLocation) -> dict[str, Any]:
    return vars(place) | {
        "languages": list(place.languages),
        "wheelchair": rules.says_wheelchair(place.access),
    }

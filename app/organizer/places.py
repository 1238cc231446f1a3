"""Locations as the desk shows them, and the columns that its forms change."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from app.events.models import Event
from app.gazetteer.models import City
from app.gazetteer.queries import labels_of
from app.locations.addresses import open_for_organizers, seal_address
from app.locations.models import Location, LocationKind
from app.locations.rules import Release
from app.locations.sight import HostLocation, host_view, staff_views
from app.organizer.location_forms import EditForm, PlaceForm
from app.vault.service import Opener


class LocationSheet(NamedTuple):
    """One location, and its address as far as this account can open it."""

    place: HostLocation
    address: str | None


def lines_of(rows: Sequence[Location], language: str) -> list[HostLocation]:
    """The lines of a list of locations, with one statement for all cities' names."""
    labels = labels_of({row.city_id for row in rows if row.city_id is not None})
    return staff_views(rows, language, labels)


def sheet_of(location: Location, opener: Opener | None, language: str) -> LocationSheet:
    """One location with its opened address."""
    address = location.address or open_for_organizers(location, opener)
    return LocationSheet(host_view(location, language), address)


def edited(event: Event, location: Location, form: EditForm, now: datetime) -> dict[str, Any]:
    """The columns that the form changes."""
    address = _address(event, location, form.address.data, now) if form.address.data else {}
    return {
        "name": form.name.data if location.kind == LocationKind.HALL else "",
        "capacity": form.seats,
        # Seats are not counted where there is no limit, so that no row runs hot.
        **({"taken": 0} if form.seats is None else {}),
        "languages": list(form.languages.data or ()),
        "access": form.access.data or "",
        "release": Release(form.release.data),
        "listed": form.listed.data == "yes",
        **address,
    }


def moved(event: Event, location: Location, form: PlaceForm, now: datetime) -> dict[str, Any]:
    """The columns that change with the place."""
    found = form.city.found
    assert found is not None
    assert found.city is not None
    city: City = found.city
    return {
        "city": city.name,
        "city_id": city.id,
        "country": city.country,
        "region": city.region,
        "latitude": city.latitude,
        "longitude": city.longitude,
        "timezone": city.timezone,
        **_address(event, location, form.address.data, now),
    }


def _address(event: Event, location: Location, address: str, now: datetime) -> dict[str, Any]:
    if location.kind == LocationKind.HALL:
        return {"address": address}
    boxes = seal_address(event=event, public_id=location.public_id, address=address, now=now)
    return dict(boxes)

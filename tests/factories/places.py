"""Locations, homes and their hosts."""

import secrets
from typing import Any

from uuid_utils.compat import uuid7

from app.database import transaction
from app.events.models import Event
from app.hosting.models import Host
from app.locations.addresses import seal_address as seal_home
from app.locations.models import Location, LocationKind, LocationName, LocationState
from app.locations.names import make_key
from app.locations.rules import search_keys
from app.vault.keyfiles import event_audience, mailer_audience
from app.vault.rules import binding, normalise_address
from app.vault.service import current_vault
from app.web.tokens import make_token
from tests.factories.rows import NOW, save


def make_location(*, event: Event, **values: Any) -> Location:
    """An approved hall with 20 seats in Berlin."""
    location = Location(
        **{
            "public_id": secrets.token_urlsafe(8),
            "event_id": event.id,
            "kind": LocationKind.HALL,
            "name": "Old Mill",
            "city": "Berlin",
            "country": "DE",
            "region": "Berlin",
            "latitude": 52.52,
            "longitude": 13.41,
            "timezone": "Europe/Berlin",
            "languages": ["en", "fa"],
            "capacity": 20,
            "taken": 0,
            "state": LocationState.APPROVED,
            "address": "Mill Lane 1",
            "created_at": NOW,
            **values,
        }
    )
    with transaction() as session:
        session.add(location)
        session.flush()
        shown, known = location.kind == LocationKind.HALL, location.city_id is not None
        keys = search_keys(location.name, location.city, shown=shown, city_known=known)
        session.add_all(LocationName(location_id=location.id, key=key) for key in keys)
    return location


def make_online_location(*, event: Event, country: str = "DE", **values: Any) -> Location:
    """Everybody's own sofa in one country: no limit, no city."""
    own = {"kind": LocationKind.ONLINE, "name": "", "city": "", "region": "", "capacity": None}
    place = {"latitude": 51.0, "longitude": 10.0, "address": None, "country": country}
    return make_location(event=event, **{**own, **place, **values})


def make_host(
    *,
    event: Event,
    email: str = "homa@example.org",
    location: Location | None = None,
    name: str = "Homa's living room",
    state: LocationState = LocationState.APPROVED,
    **values: Any,
) -> Host:
    """Homa, who opens her home in Berlin to four guests."""
    row_id, vault = uuid7(), current_vault()
    place = location or make_home(event=event, state=state)

    def seal(audience: str, column: str, content: dict[str, str]) -> bytes:
        return vault.seal(
            audience, content, bound_to=binding("host", column, event.id, row_id), now=NOW
        )

    identity = {"email": email, "name": name}
    host = Host(
        **{
            "id": row_id,
            "event_id": event.id,
            "location_id": place.id,
            "language": "en",
            "contact_box": seal(mailer_audience(event.key_id), "contact_box", {"email": email}),
            "identity_box": seal(event_audience(event.key_id), "identity_box", identity),
            "address_index": vault.index(f"host:{event.id}", normalise_address(email)),
            "submission_index": vault.index(f"offer:{event.id}", secrets.token_urlsafe()),
            "consent_version": 1,
            "created_at": NOW,
            **values,
        }
    )
    key = make_key(event=event, public_id=place.public_id, now=NOW)
    key.location_id = place.id
    save(host, key)
    return host


def make_home(*, event: Event, address: str = "Rose Street 7", **values: Any) -> Location:
    """A home in Berlin with four seats, whose address only keys open."""
    public_id = secrets.token_urlsafe(8)
    boxes = seal_home(event=event, public_id=public_id, address=address, now=NOW)
    home = {"kind": LocationKind.HOME, "name": "", "address": None, "capacity": 4}
    return make_location(event=event, public_id=public_id, **{**home, **boxes, **values})


def host_link_of(host: Host) -> str:
    """The path of a host's own page."""
    return f"/h/{make_token('host', host.id, host.token_version)}"

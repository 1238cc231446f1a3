"""What the letters about sign-ups need, read for many of them at once."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select, tuple_

from app.database import Base, db
from app.events import snapshot
from app.events.queries import EventHead, heads_with_ids
from app.events.snapshot import EventName
from app.locations.models import Location
from app.locations.queries import Found, places_with_ids
from app.registration.models import Registration
from app.registration.rules import RegistrationState

_own = Base.metadata.tables[Registration.__tablename__].c
_place = Base.metadata.tables[Location.__tablename__].c
_HOMES: Select[Any] = select(
    _place.id, _place.event_id, _place.public_id, _place.guest_box, _place.guest_key_box
).where(_place.guest_key_box.is_not(None))
_NEEDED: Select[Any] = select(
    _own.id,
    _own.event_id,
    _own.location_id,
    _own.party_size,
    _own.language,
    _own.state,
    _own.contact_box,
    _own.address_index,
    _own.token_version,
    _own.sequence,
    _own.held_until,
    _own.neutral_letters,
)


@dataclass(frozen=True)
class SignUps:
    """Sign-ups with their events and locations, as letters tell of them."""

    by_id: Mapping[uuid.UUID, Row[Any]]
    confirmed: Mapping[tuple[int, bytes], Row[Any]]
    """By event and blind index: where somebody is confirmed already."""
    places: Mapping[int, Found]
    homes: Mapping[int, Row[Any]]
    """By location: the key to a sealed address, for the links of its guests."""
    heads: Mapping[int, EventHead]
    now: datetime

    def name(self, event_id: int, language: str) -> EventName:
        """What the event is called in a language."""
        return snapshot.event_name(self.heads[event_id], language, self.now)


def sign_ups_with_ids(ids: Collection[uuid.UUID], now: datetime) -> SignUps:
    """These sign-ups and all that their letters tell, with five statements."""
    by_id = {row.id: row for row in db.session.execute(_NEEDED.where(_own.id.in_(ids)))}
    found = by_id.values()
    addresses = {(row.event_id, row.address_index) for row in found if row.address_index}
    confirmed = {
        (row.event_id, row.address_index): row
        for row in db.session.execute(
            _NEEDED.where(
                tuple_(_own.event_id, _own.address_index).in_(addresses),
                _own.state == RegistrationState.CONFIRMED,
            )
        )
    }
    places = {row.location_id for row in (*found, *confirmed.values())}
    return SignUps(
        by_id=by_id,
        confirmed=confirmed,
        places=places_with_ids(places),
        homes=_homes({row.location_id for row in found}),
        heads=heads_with_ids({row.event_id for row in found}),
        now=now,
    )


def _homes(location_ids: Collection[int]) -> dict[int, Row[Any]]:
    rows = db.session.execute(_HOMES.where(_place.id.in_(location_ids)))
    return {row.id: row for row in rows}

"""How many watch just now, by country and by location."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, Subquery, case, func, select

from app.database import db
from app.hosting.models import Host
from app.livestream.models import PresenceMinute, PresenceNow
from app.livestream.presence import FRESH
from app.locations.models import Location
from app.registration.counters import PlaceTally
from app.registration.rules import RegistrationState


class Audience(NamedTuple):
    """How many watch in one country, and at how many locations."""

    country: str
    watchers: int
    locations: int


class Most(NamedTuple):
    """When the most screens were on."""

    minute: datetime
    screens: int


def audience_of(event_id: int, now: datetime) -> list[Audience]:
    """Count those who watch now, by country, the most first."""
    places = _places(event_id, now).subquery()
    total = func.sum(places.c.watchers)
    rows = db.session.execute(
        select(places.c.country, total, func.count())
        .group_by(places.c.country)
        .order_by(total.desc(), places.c.country)
    )
    return [Audience(country, int(watchers), places) for country, watchers, places in rows]


def fullest_places(event_id: int, now: datetime, *, country: str, most: int) -> Sequence[Any]:
    """The locations where the most watch now.

    :param country: only there; empty means everywhere
    """
    query = _places(event_id, now)
    if country:
        query = query.where(Location.country == country)
    places = query.subquery()
    return db.session.execute(
        select(places).order_by(places.c.watchers.desc(), places.c.id).limit(most)
    ).all()


def find_most(event_id: int) -> Most | None:
    """The minute in which the most screens were on, or None before the first."""
    total = func.sum(PresenceMinute.screens)
    row = db.session.execute(
        select(PresenceMinute.minute, total)
        .where(PresenceMinute.event_id == event_id)
        .group_by(PresenceMinute.minute)
        .order_by(total.desc(), PresenceMinute.minute)
        .limit(1)
    ).first()
    return Most(row[0], int(row[1])) if row else None


def _places(event_id: int, now: datetime) -> Select[Any]:
    """Each location where a screen is on, with its watchers as `presence.watchers_at` counts."""
    screens, signed_up = _screens(now), _signed_up(event_id)
    people = func.coalesce(signed_up.c.people, 0)
    heads = func.coalesce(Host.heads, 0)
    known = case((people < 1, 1), else_=people)
    seen = case((screens.c.screens > known, known), else_=screens.c.screens)
    return (
        select(
            Location.id,
            Location.public_id,
            Location.kind,
            Location.name,
            Location.city,
            Location.country,
            screens.c.screens.label("screens"),
            Host.heads.label("heads"),
            case((heads > seen, heads), else_=seen).label("watchers"),
        )
        .join(screens, screens.c.location_id == Location.id)
        .outerjoin(signed_up, signed_up.c.location_id == Location.id)
        .outerjoin(Host, Host.location_id == Location.id)
        .where(Location.event_id == event_id)
    )


def _screens(now: datetime) -> Subquery:
    return (
        select(PresenceNow.location_id, func.sum(PresenceNow.screens).label("screens"))
        .where(PresenceNow.minute > now - FRESH)
        .group_by(PresenceNow.location_id)
        .subquery()
    )


def _signed_up(event_id: int) -> Subquery:
    """A location that moved to another country has a line for each."""
    return (
        select(PlaceTally.location_id, func.sum(PlaceTally.people).label("people"))
        .where(PlaceTally.event_id == event_id, PlaceTally.state == RegistrationState.CONFIRMED)
        .group_by(PlaceTally.location_id)
        .subquery()
    )

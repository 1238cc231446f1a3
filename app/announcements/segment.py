"""Whom an announcement is for: filters as they are kept, and as the queries take them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from app.announcements.models import Announcement
from app.locations.models import LocationKind
from app.registration.queries.desk import Filters
from app.registration.rules import RegistrationState


@dataclass(frozen=True)
class Segment:
    """Which sign-ups of which countries."""

    filters: Filters
    scope: tuple[str, ...]

    @classmethod
    def of(cls, announcement: Announcement, zone: str) -> Self:
        """The segment of an announcement; days begin on the clocks of this zone."""
        return cls(read_filters(announcement.filters, zone), tuple(announcement.scope))


def read_filters(kept: dict[str, str], zone: str) -> Filters:
    """Filters from the form in which they stand in an address."""
    until = kept.get("until")
    return Filters(
        state=RegistrationState(kept["state"]) if kept.get("state") else None,
        country=kept.get("country", ""),
        region=kept.get("region", ""),
        location=kept.get("location", ""),
        kind=LocationKind(kept["kind"]) if kept.get("kind") else None,
        language=kept.get("language", ""),
        since=midnight(date.fromisoformat(kept["since"]), zone) if kept.get("since") else None,
        until=midnight(date.fromisoformat(until) + timedelta(days=1), zone) if until else None,
        ids=tuple(UUID(one) for one in kept.get("ids", "").split(",") if one),
    )


def midnight(day: date, zone: str) -> datetime:
    """When a day begins on the clocks of a zone."""
    return datetime.combine(day, time.min, ZoneInfo(zone))

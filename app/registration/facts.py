"""What a letter states about a sign-up, in the reader's own words, digits and clock.

Thousands of letters state the same, so what was written once is kept.
"""

from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.locations.models import LocationKind
from app.locations.sight import PublicLocation
from app.web import formats

MOST_KEPT = 2048


class Begins(Protocol):
    """What is asked of an event: an `Event`, or its `EventHead`."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def timezone(self) -> str: ...


def stated(place: PublicLocation, event: Begins, people: int, language: str) -> dict[str, Any]:
    """Where, when and how many: what templates/emails/facts.* show, and whether the event's
    clock is another than the location's."""
    with force_locale(language):
        return {
            "place": place.title,
            "where": _where(place.kind, place.title, place.city, place.country_name, language),
            "when": _when(event.starts_at, place.timezone, language),
            "when_there": _when(event.starts_at, event.timezone, language),
            "how_many": _how_many(people, language),
            "is_elsewhere": place.timezone != event.timezone,
        }


@lru_cache(MOST_KEPT)
def _where(kind: LocationKind, title: str, city: str, country: str, _language: str) -> str:
    parts = [title]
    if city and city not in title:
        parts.append(city)
    if kind != LocationKind.ONLINE:
        parts.append(country)
    return str(_(", ")).join(parts)


@lru_cache(MOST_KEPT)
def _when(moment: datetime, zone: str, language: str) -> str:
    """Day and time on the clocks of a zone, and which zone that is."""
    local = formats.day_and_time(moment, zone, language)
    return f"{local} ({_('time in %(zone)s', zone=formats.zone_name(zone, language))})"


def until(moment: datetime, zone: str, language: str) -> str:
    """The same for the end of a hold, in the middle of a sentence."""
    return _until(moment.replace(second=0, microsecond=0), zone, language)


@lru_cache(MOST_KEPT)
def _until(minute: datetime, zone: str, language: str) -> str:
    local = formats.day_and_time(minute, zone, language)
    return f"{local} ({formats.zone_name(zone, language)})"


@lru_cache(MOST_KEPT)
def _how_many(people: int, language: str) -> str:
    """The size of a party."""
    return formats.digits(ngettext("%(num)s person", "%(num)s people", people), language)

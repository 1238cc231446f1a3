"""What a tool is given of each thing; the schemas describe it, and nothing else leaves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.events.models import Event, EventText
from app.locations.models import Location
from app.locations.sight import public_view
from app.organizer.figures import Figures
from app.organizer.lines import hour_of
from app.organizer.overview import overview_of
from app.organizer.people import Person
from app.organizer.small_counts import exactly
from app.registration.models import Registration
from app.web.references import reference_of

Shape = dict[str, Any]
Labels = dict[str, str]


def event_shape(event: Event, texts: Sequence[EventText]) -> Shape:
    """An event with its titles."""
    return {
        "slug": event.slug,
        "state": event.state,
        "starts_at": event.starts_at.isoformat(),
        "ends_at": event.ends_at.isoformat(),
        "timezone": event.timezone,
        "languages": event.languages,
        "sign_up_opens_at": event.sign_up_opens_at.isoformat(),
        "sign_up_closes_at": event.sign_up_closes_at.isoformat(),
        "texts": {
            text.language: {
                "title": text.title,
                "headline": text.headline,
                "summary": text.summary,
            }
            for text in texts
        },
    }


def location_shape(row: Location, language: str, labels: Labels, *, for_staff: bool) -> Shape:
    """A location as everybody sees it, or with what the team sees; no address in either."""
    seen = public_view(row, language, labels)
    shape = {
        "id": seen.public_id,
        "kind": seen.kind,
        "title": seen.title,
        "city": seen.city,
        "country": seen.country,
        "timezone": seen.timezone,
        "languages": row.languages,
        "availability": seen.availability,
        "access": seen.access,
        "wheelchair": seen.wheelchair,
        "open": seen.is_open,
    }
    if for_staff:
        names = ("region", "capacity", "taken", "state", "listed")
        shape |= {name: getattr(row, name) for name in names}
    return shape


def counts_shape(event: Event, figures: Figures, now: datetime) -> Shape:
    """The numbers of an event, each as far as the token may see it."""
    overview = overview_of(event, figures, "en", now)
    return {
        "exact": figures.shown is exactly,
        "at": figures.at.isoformat() if figures.at else None,
        "people": overview.people,
        "locations": overview.locations,
        "states": {str(state): number for state, number in overview.states.items()},
        "countries": [
            {
                "country": line.key,
                "offered": line.seen.offered,
                "locations": line.seen.taking_part,
                "people": line.seen.people,
            }
            for line in overview.by_country
        ],
    }


def registration_shape(row: Registration, zone: str, person: Person | None) -> Shape:
    """A sign-up with the person behind it; null where the box does not open."""
    readable = person is not None and person.readable
    moments = {"signed_up": row.created_at, "confirmed": row.confirmed_at, "ended": row.ended_at}
    return {
        "id": reference_of(row.id),
        "state": row.state,
        "party_size": row.party_size,
        "language": row.language,
        "location": row.location.public_id,
        "country": row.location.country,
        **{
            name: hour_of(moment, zone).isoformat() if moment else None
            for name, moment in moments.items()
        },
        "name": person.name if person and readable else None,
        "email": person.email if person and readable else None,
        "note": person.note if person and readable else None,
    }

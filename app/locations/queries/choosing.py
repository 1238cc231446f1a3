"""The location that somebody chose at an event, read together with the event's head.

Two statements would cost every form and every sign-up a journey to the database.
"""

from typing import Any

from sqlalchemy import and_, bindparam, or_, select

from app.database import Base, db
from app.events import queries as event_queries
from app.events import rules as event_rules
from app.events.errors import EventNotFound
from app.events.models import Event
from app.events.queries import EventHead
from app.gazetteer.models import City
from app.locations import rules
from app.locations.models import Location, LocationState
from app.locations.queries import SEEN, Found

_tables = Base.metadata.tables
_place, _city = _tables[Location.__tablename__], _tables[City.__tablename__]
_event = _tables[Event.__tablename__]

_CHOSEN = (
    select(*SEEN, _place.c.id, *(c.label(f"event_{c.name}") for c in event_queries.HEAD))
    .select_from(_event)
    .outerjoin(
        _place,
        and_(
            _place.c.event_id == _event.c.id,
            _place.c.public_id == bindparam("public_id"),
            or_(_place.c.state == LocationState.APPROVED, _place.c.state == LocationState.CLOSED),
        ),
    )
    .outerjoin(_city, _city.c.id == _place.c.city_id)
    .where(event_queries.IS_PUBLIC, _event.c.slug == bindparam("slug"))
)


def get_head_and_place(slug: str, public_id: str) -> tuple[EventHead, Found | None]:
    """Return a published or closed event's head, and its approved or closed location if any.

    :raises EventNotFound: when there is no such event
    """
    known = public_id if rules.is_public_id(public_id) else ""
    found: Any = None
    if event_rules.is_slug(slug):
        values = {"slug": slug, "public_id": known}
        found = db.session.execute(_CHOSEN, values).one_or_none()
    if found is None:
        raise EventNotFound
    head = event_queries.head_of(found[-len(event_queries.HEAD) :])
    return head, None if found.id is None else found

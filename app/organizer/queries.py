"""What the desk alone asks for: events in any state."""

from collections.abc import Sequence

from sqlalchemy import select

from app.database import db
from app.events.models import Event
from app.staff.models import EventMember


def all_events() -> Sequence[Event]:
    """Every event, drafts and archived ones as well, the newest first."""
    return db.session.scalars(select(Event).order_by(Event.starts_at.desc(), Event.id)).all()


def events_of(organizer_id: int) -> Sequence[Event]:
    """Every event that somebody works for, drafts and archived ones as well, the newest first."""
    found = select(Event).join(EventMember, EventMember.event_id == Event.id)
    found = found.where(EventMember.organizer_id == organizer_id, EventMember.left_at.is_(None))
    return db.session.scalars(found.order_by(Event.starts_at.desc(), Event.id)).all()

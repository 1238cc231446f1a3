"""What the desk alone asks for: events in any state."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, select

from app.database import db
from app.events.models import Event
from app.mail.queries import last_beat
from app.staff.models import EventMember


class OpenedEvents(NamedTuple):
    """What every page of the desk asks for first."""

    events: Sequence[Event]
    mailer_seen_at: datetime | None


def all_events() -> Sequence[Event]:
    """Every event, drafts and archived ones as well, the newest first."""
    return db.session.scalars(select(Event).order_by(Event.starts_at.desc(), Event.id)).all()


def events_of(organizer_id: int) -> Sequence[Event]:
    """Every event that somebody works for, drafts and archived ones as well, the newest first."""
    return db.session.scalars(_of(organizer_id)).all()


def open_events_of(organizer_id: int) -> OpenedEvents:
    """As `events_of`, and when a mailer was at work last, in one statement."""
    rows = db.session.execute(_of(organizer_id).add_columns(last_beat())).all()
    return OpenedEvents([event for event, _seen in rows], rows[0][1] if rows else None)


def _of(organizer_id: int) -> Select[Event]:
    found = select(Event).join(EventMember, EventMember.event_id == Event.id)
    found = found.where(EventMember.organizer_id == organizer_id, EventMember.left_at.is_(None))
    return found.order_by(Event.starts_at.desc(), Event.id)

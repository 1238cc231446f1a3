"""What the desk alone asks for: events in any state."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, and_, select

from app.database import db
from app.events.models import Event, EventText
from app.mail.queries import last_beat
from app.staff.models import EventMember


class OpenedEvent(NamedTuple):
    """An event that somebody works for."""

    event: Event
    title: str | None
    """In the language asked for; None where it is written in others only."""


class OpenedEvents(NamedTuple):
    """What every page of the desk asks for first."""

    events: Sequence[OpenedEvent]
    mailer_seen_at: datetime | None


def all_events() -> Sequence[Event]:
    """Every event, drafts and archived ones as well, the newest first."""
    return db.session.scalars(select(Event).order_by(Event.starts_at.desc(), Event.id)).all()


def events_of(organizer_id: int) -> Sequence[Event]:
    """Every event that somebody works for, drafts and archived ones as well, the newest first."""
    return db.session.scalars(_of(organizer_id)).all()


def open_events_of(organizer_id: int, language: str) -> OpenedEvents:
    """As `events_of`, their titles, and when a mailer was at work last, in one statement."""
    text = and_(EventText.event_id == Event.id, EventText.language == language)
    query = _of(organizer_id).outerjoin(EventText, text).add_columns(EventText.title, last_beat())
    rows = db.session.execute(query).all()
    return OpenedEvents(
        [
            OpenedEvent(event, title if language in event.languages else None)
            for event, title, _seen in rows
        ],
        rows[0][2] if rows else None,
    )


def _of(organizer_id: int) -> Select[Event]:
    found = select(Event).join(EventMember, EventMember.event_id == Event.id)
    found = found.where(EventMember.organizer_id == organizer_id, EventMember.left_at.is_(None))
    return found.order_by(Event.starts_at.desc(), Event.id)

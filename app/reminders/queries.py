"""Which events are near, which reminders they send, and to whom."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from app.announcements import queries as announcements
from app.database import db
from app.events.models import Event
from app.events.queries import PUBLIC
from app.livestream.models import Broadcast
from app.livestream.rules import BroadcastState
from app.locations.models import Location
from app.registration.queries.desk import Filters
from app.registration.rules import RegistrationState
from app.reminders.models import ReminderChoice, ReminderRun
from app.reminders.rules import BY_DEFAULT, Reminder

NEAR = timedelta(days=8)


def events_near(now: datetime) -> Sequence[Event]:
    """Public events that begin or began within some days."""
    return db.session.scalars(
        select(Event).where(
            Event.state.in_(PUBLIC), Event.starts_at.between(now - NEAR, now + NEAR)
        )
    ).all()


def broadcasts_live(now: datetime) -> Sequence[tuple[Event, datetime]]:
    """Public events that are live, each with the moment since when."""
    rows = db.session.execute(
        select(Event, Broadcast.since)
        .join(Broadcast, Broadcast.event_id == Event.id)
        .where(
            Broadcast.state == BroadcastState.LIVE,
            Broadcast.since >= now - NEAR,
            Event.state.in_(PUBLIC),
        )
    )
    return [(event, since) for event, since in rows]


def reminders_of(event_id: int) -> tuple[Reminder, ...]:
    """What an event sends."""
    chosen = db.session.get(ReminderChoice, event_id, populate_existing=True)
    return tuple(Reminder(r) for r in chosen.reminders) if chosen else BY_DEFAULT


def zones_of(event_id: int) -> Sequence[str]:
    """The zones in which people watch."""
    return db.session.scalars(
        select(Location.timezone).where(Location.event_id == event_id).distinct()
    ).all()


def zones_done(event_id: int, reminder: Reminder, starts_at: datetime) -> set[str]:
    """The zones whose letters are in the outbox or have left."""
    return set(
        db.session.scalars(
            select(ReminderRun.timezone).where(
                ReminderRun.event_id == event_id,
                ReminderRun.reminder == reminder,
                ReminderRun.starts_at == starts_at,
            )
        )
    )


def recipients(event_id: int, zones: Collection[str] | None) -> Select[Any]:
    """The ids of the confirmed sign-ups in some zones, or in all."""
    confirmed = Filters(state=RegistrationState.CONFIRMED)
    query = announcements.recipients(event_id, confirmed, ())
    return query if zones is None else query.where(Location.timezone.in_(zones))

"""Put reminders into the outbox when they are due; choose which there are."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.audit import log
from app.database import transaction, upsert_into
from app.events.models import Event
from app.mail import batches
from app.reminders import queries, rules
from app.reminders.models import ReminderChoice, ReminderRun
from app.reminders.rules import Reminder

EVERYWHERE = ""


def choose(*, event_id: int, reminders: Collection[Reminder], actor: str, now: datetime) -> None:
    """Send these reminders from now on, and no others."""
    names = [reminder.value for reminder in rules.CHOICES if reminder in reminders]
    with transaction() as session:
        session.merge(ReminderChoice(event_id=event_id, reminders=names))
        log.record(
            session,
            actor=actor,
            action="reminders.chosen",
            now=now,
            event_id=event_id,
            detail={"reminders": names},
        )


def queue_due(*, now: datetime) -> int:
    """Put every reminder that is due somewhere into the outbox; count the letters."""
    letters = 0
    for event in queries.events_near(now):
        for reminder in queries.reminders_of(event.id):
            if reminder in rules.BY_THE_CLOCK and rules.is_near(reminder, event.starts_at, now):
                letters += _queue_where_due(event, reminder, now)
    return letters


def tell_of_live_streams(*, now: datetime) -> int:
    """Say of every stream that went live that it is on, where that was chosen.

    It follows the broadcast's state, not the button: going live must not wait for a hundred
    thousand rows, and whatever brings a broadcast to live tells people the same.
    """
    letters = 0
    for event, since in queries.broadcasts_live(now):
        chosen = Reminder.LIVE in queries.reminders_of(event.id)
        told = queries.zones_done(event.id, Reminder.LIVE, event.starts_at)
        if chosen and not told and rules.is_news(event.starts_at, since, now):
            letters += say_stream_is_on(event_id=event.id, actor=log.CLOCK, now=now)
    return letters


def say_stream_is_on(*, event_id: int, actor: str, now: datetime) -> int:
    """Tell everybody who is confirmed, once; count the letters."""
    with transaction() as session:
        event = session.get_one(Event, event_id)
        if not _first(session, event, Reminder.LIVE, [EVERYWHERE], now):
            return 0
        return _queue(session, event, Reminder.LIVE, None, actor=actor, now=now)


def _queue_where_due(event: Event, reminder: Reminder, now: datetime) -> int:
    done = queries.zones_done(event.id, reminder, event.starts_at)
    open_zones = set(queries.zones_of(event.id)) - done
    due = rules.due_zones(reminder, event.starts_at, open_zones, now)
    if not due:
        return 0
    with transaction() as session:
        zones = _first(session, event, reminder, due, now)
        if not zones:
            return 0
        return _queue(session, event, reminder, zones, actor=log.CLOCK, now=now)


def _queue(
    session: Session,
    event: Event,
    reminder: Reminder,
    zones: Sequence[str] | None,
    *,
    actor: str,
    now: datetime,
) -> int:
    letters = batches.enqueue_batch(
        session,
        recipients=queries.recipients(event.id, zones),
        kind=f"reminder.{reminder}",
        event_id=event.id,
        batch_id=rules.batch_of(event.id, reminder, event.starts_at),
        now=now,
    )
    log.record(
        session,
        actor=actor,
        action=f"reminder.{reminder}",
        now=now,
        event_id=event.id,
        detail={"letters": letters},
    )
    return letters


def _first(
    session: Session, event: Event, reminder: Reminder, zones: Sequence[str], now: datetime
) -> Sequence[str]:
    """Write down that these zones are served; gives those that no other mailer served before."""
    run = {"event_id": event.id, "reminder": reminder.value, "starts_at": event.starts_at}
    statement = (
        upsert_into(session, ReminderRun)
        .values([{**run, "timezone": zone, "queued_at": now} for zone in zones])
        .on_conflict_do_nothing()
        .returning(ReminderRun.timezone)
    )
    return session.scalars(statement).all()

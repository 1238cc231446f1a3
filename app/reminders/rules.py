"""When a reminder is due, on plain values. The day is the reader's, not the event's."""

import enum
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

BATCHES = uuid.UUID("5f0c7a54-9d0e-5b0e-8f4b-3f1f1d9f6d11")


class Reminder(enum.StrEnum):
    WEEK = "week"
    DAY = "day"
    HOUR = "hour"
    LIVE = "live"
    """The stream is on; the live desk says so, no clock does."""
    THANKS = "thanks"
    """Thank you, and where to see it again: a day after the beginning."""


CHOICES = tuple(Reminder)
"""What organizers switch on and off."""
BY_THE_CLOCK = (Reminder.WEEK, Reminder.DAY, Reminder.HOUR, Reminder.THANKS)
BY_DEFAULT = (Reminder.DAY, Reminder.HOUR)

DAYS = {Reminder.WEEK: -7, Reminder.DAY: -1, Reminder.THANKS: 1}
TOLERANCE = {
    Reminder.WEEK: timedelta(days=1),
    Reminder.DAY: timedelta(hours=6),
    Reminder.HOUR: timedelta(minutes=45),
    Reminder.THANKS: timedelta(days=3),
}
"""How much later it may still be owed, when the mailer rested or it was switched on late."""
CLOCKS_CHANGE_BY = timedelta(hours=2)
BEFORE_THE_EVENT = timedelta(hours=3)
"""Whoever goes live earlier than that tries things out, and tells nobody."""
STILL_NEWS = timedelta(minutes=45)


def due_at(reminder: Reminder, starts_at: datetime, zone: str) -> datetime:
    """When people in a zone are reminded.

    A day or a week is counted on their own clock: whoever watches at six in the evening is
    told at six in the evening, also when the clocks change in between.
    """
    if reminder == Reminder.HOUR:
        return starts_at - timedelta(hours=1)
    # Arithmetic on an aware time is done on the face of the clock.
    local = starts_at.astimezone(ZoneInfo(zone)) + timedelta(days=DAYS[reminder])
    return local.astimezone(UTC)


def is_near(reminder: Reminder, starts_at: datetime, now: datetime) -> bool:
    """Whether the reminder can be due in any zone; all of them differ by an hour or two."""
    about = due_at(reminder, starts_at, "UTC")
    return about - CLOCKS_CHANGE_BY <= now <= about + TOLERANCE[reminder] + CLOCKS_CHANGE_BY


def due_zones(
    reminder: Reminder, starts_at: datetime, zones: Iterable[str], now: datetime
) -> list[str]:
    """The zones in which it is time, and not too late."""
    moments: Mapping[str, datetime] = {zone: due_at(reminder, starts_at, zone) for zone in zones}
    return sorted(zone for zone, due in moments.items() if due <= now <= due + TOLERANCE[reminder])


def is_news(starts_at: datetime, live_since: datetime, now: datetime) -> bool:
    """Whether people are told that the stream is on: on the day, and while it has just begun."""
    return starts_at - BEFORE_THE_EVENT <= live_since and now <= live_since + STILL_NEWS


def batch_of(event_id: int, reminder: Reminder, starts_at: datetime) -> uuid.UUID:
    """The batch of a reminder's letters; another one when the event moves to another time."""
    return uuid.uuid5(BATCHES, f"{event_id} {reminder} {starts_at.astimezone(UTC).isoformat()}")

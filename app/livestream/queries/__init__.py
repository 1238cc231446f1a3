"""Every SELECT on broadcasts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.database import db
from app.events.models import Event, EventState
from app.livestream.health import ON_STAGE
from app.livestream.models import (
    BlockedViewer,
    Broadcast,
    LiveLog,
    Stream,
    StreamHealth,
    WatchLease,
)
from app.livestream.rules import BroadcastState

MOST_LOGGED = 50
WATCHED_BEFORE = timedelta(days=1)
SHOWN = (EventState.PUBLISHED, EventState.CLOSED)
THE_LEASE = 1


def find_broadcast(event_id: int, *, for_change: bool = False) -> Broadcast | None:
    """Return the broadcast of an event, or None where nobody has set one up."""
    wanted = (
        select(Broadcast)
        .where(Broadcast.event_id == event_id)
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(wanted.with_for_update() if for_change else wanted)


def find_told(event_id: int) -> Broadcast | None:
    """Return the broadcast of an event with its notices and numbers, with one statement."""
    wanted = (
        select(Broadcast)
        .where(Broadcast.event_id == event_id)
        .options(joinedload(Broadcast.notices), joinedload(Broadcast.numbers))
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(wanted).unique().one_or_none()


def streams_of(event_id: int) -> Sequence[Stream]:
    """Return the streams of an event with their sound, in order, with one statement."""
    return (
        db.session.scalars(
            select(Stream)
            .where(Stream.event_id == event_id)
            .options(joinedload(Stream.audio))
            .order_by(Stream.position, Stream.id)
        )
        .unique()
        .all()
    )


def existing_streams(stream_ids: Sequence[int]) -> Sequence[int]:
    """Return those that are still there."""
    return db.session.scalars(
        select(Stream.id).where(Stream.id.in_(stream_ids)).order_by(Stream.id)
    ).all()


def blocked_in(event_id: int) -> Sequence[BlockedViewer]:
    """Return the viewers that get no picture, the newest first."""
    return db.session.scalars(
        select(BlockedViewer)
        .where(BlockedViewer.event_id == event_id)
        .order_by(BlockedViewer.at.desc(), BlockedViewer.viewer)
    ).all()


def watched(now: datetime) -> Sequence[tuple[Broadcast, str]]:
    """Return the broadcasts whose sources are to be watched, each with its event's slug.

    Those that are on stage, and before it those whose event begins within a day.
    """
    soon = (Event.starts_at < now + WATCHED_BEFORE) & (Event.ends_at > now)
    waiting = (Broadcast.state == BroadcastState.SCHEDULED) & soon
    rows = db.session.execute(
        select(Broadcast, Event.slug)
        .join(Event, Event.id == Broadcast.event_id)
        .where(Event.state.in_(SHOWN), Broadcast.state.in_(ON_STAGE) | waiting)
        .order_by(Event.id)
        .execution_options(populate_existing=True)
    )
    return [(row[0], row[1]) for row in rows]


def health_of(stream_ids: Sequence[int]) -> dict[int, StreamHealth]:
    """Return what the watcher saw of these streams last."""
    rows = db.session.scalars(
        select(StreamHealth)
        .where(StreamHealth.stream_id.in_(stream_ids))
        .execution_options(populate_existing=True)
    )
    return {row.stream_id: row for row in rows}


def find_lease() -> WatchLease | None:
    """Return who watches the sources, or watched them last."""
    return db.session.get(WatchLease, THE_LEASE, populate_existing=True)


def find_last_turn(event_id: int) -> LiveLog | None:
    """Return how the broadcast came into its state."""
    return db.session.scalar(
        select(LiveLog)
        .where(LiveLog.event_id == event_id, LiveLog.action == "state")
        .order_by(LiveLog.id.desc())
        .limit(1)
    )


def log_of(event_id: int) -> Sequence[LiveLog]:
    """Return what happened last, the newest first."""
    return db.session.scalars(
        select(LiveLog)
        .where(LiveLog.event_id == event_id)
        .order_by(LiveLog.id.desc())
        .limit(MOST_LOGGED)
    ).all()

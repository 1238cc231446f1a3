"""Every SELECT on broadcasts."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.database import db
from app.livestream.models import Broadcast, DialIn, LiveLog, Notice, Stream

MOST_NOTICES = 5
MOST_LOGGED = 50


def find_broadcast(event_id: int, *, for_change: bool = False) -> Broadcast | None:
    """Return the broadcast of an event, or None where nobody has set one up."""
    wanted = (
        select(Broadcast)
        .where(Broadcast.event_id == event_id)
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(wanted.with_for_update() if for_change else wanted)


def streams_of(event_id: int) -> Sequence[Stream]:
    """Return the streams of an event with their sound, in order, with two statements."""
    return db.session.scalars(
        select(Stream)
        .where(Stream.event_id == event_id)
        .options(selectinload(Stream.audio))
        .order_by(Stream.position, Stream.id)
    ).all()


def dial_ins_of(event_id: int) -> Sequence[DialIn]:
    """Return the telephone numbers of an event by country."""
    return db.session.scalars(
        select(DialIn).where(DialIn.event_id == event_id).order_by(DialIn.country, DialIn.id)
    ).all()


def notices_of(event_id: int) -> Sequence[Notice]:
    """Return the notices that stand now, the newest first."""
    return db.session.scalars(
        select(Notice)
        .where(Notice.event_id == event_id, Notice.ended_at.is_(None))
        .order_by(Notice.id.desc())
        .limit(MOST_NOTICES)
    ).all()


def log_of(event_id: int) -> Sequence[LiveLog]:
    """Return what happened last, the newest first."""
    return db.session.scalars(
        select(LiveLog)
        .where(LiveLog.event_id == event_id)
        .order_by(LiveLog.id.desc())
        .limit(MOST_LOGGED)
    ).all()

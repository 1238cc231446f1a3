"""The keys of encoders."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.database import db
from app.events.models import Event
from app.livestream.ingest import Feed
from app.livestream.models import IngestKey, Stream


def keys_of(event_id: int, now: datetime) -> Sequence[tuple[IngestKey, str]]:
    """Return the keys that are good, each with its stream's folder, the first to end first."""
    rows = db.session.execute(
        select(IngestKey, Stream.path)
        .join(Stream, Stream.id == IngestKey.stream_id)
        .where(Stream.event_id == event_id, IngestKey.expires_at > now)
        .order_by(IngestKey.expires_at, IngestKey.id)
    )
    return [(row[0], row[1]) for row in rows]


def keys_for(feed: Feed, now: datetime) -> Sequence[IngestKey]:
    """Return the keys that open a feed now."""
    return db.session.scalars(
        select(IngestKey)
        .join(Stream, Stream.id == IngestKey.stream_id)
        .join(Event, Event.id == Stream.event_id)
        .where(
            Event.slug == feed.event,
            Stream.path == feed.stream,
            IngestKey.language == feed.language,
            IngestKey.expires_at > now,
        )
    ).all()

"""Keys for encoders: made at the live desk, and taken back there."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from app.database import transaction
from app.livestream.errors import StreamMissing
from app.livestream.models import IngestKey, Stream
from app.livestream.service.holding import hold, note


def make_key(
    *, event_id: int, stream_id: int, language: str, lasts: timedelta, actor: str, now: datetime
) -> uuid.UUID:
    """Let an encoder send to a stream for a while.

    :param language: the interpreters' language; empty for the picture with the floor's sound
    :raises StreamMissing: the event has no such stream
    """
    with transaction() as session:
        stream = session.scalar(
            select(Stream).where(Stream.id == stream_id, Stream.event_id == event_id)
        )
        if stream is None:
            raise StreamMissing
        broadcast = hold(session, event_id, now)
        session.execute(delete(IngestKey).where(IngestKey.expires_at <= now))
        made = IngestKey(
            id=uuid.uuid4(),
            stream_id=stream.id,
            language=language,
            created_at=now,
            expires_at=(now + lasts).replace(microsecond=0),
        )
        session.add(made)
        note(session, broadcast, actor, "key_made", now, {"stream": stream.path})
        return made.id


def revoke_key(*, event_id: int, key_id: uuid.UUID, actor: str, now: datetime) -> None:
    """Take a key back; whoever sends with it is cut off within seconds.

    :raises StreamMissing: the event has no such key
    """
    with transaction() as session:
        found = session.get(IngestKey, key_id)
        stream = session.get(Stream, found.stream_id) if found else None
        if found is None or stream is None or stream.event_id != event_id:
            raise StreamMissing
        broadcast = hold(session, event_id, now)
        session.delete(found)
        note(session, broadcast, actor, "key_revoked", now, {"stream": stream.path})

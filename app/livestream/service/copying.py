"""The streams of an earlier event, for its copy: what they are called, and no key to any."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.livestream import queries
from app.livestream.models import Broadcast, Stream, StreamAudio
from app.livestream.rules import StreamRole
from app.livestream.service.holding import hold


def copy_streams(session: Session, source_id: int, event_id: int, now: datetime) -> None:
    """Describe the same streams, sounds and limits once more, inside the caller's transaction.

    Keys of encoders, blocked viewers, numbers to dial with their codes, notices and replays
    stay behind.
    """
    old = session.scalar(select(Broadcast).where(Broadcast.event_id == source_id))
    if old is None:
        return
    broadcast = hold(session, event_id, now)
    broadcast.switches_itself = old.switches_itself
    broadcast.screens_per_link = old.screens_per_link
    for stream in queries.streams_of(source_id):
        if stream.role == StreamRole.REPLAY:
            continue
        made = _alike(stream, event_id)
        session.add(made)
        session.flush()
        if stream.id == old.stream_id:
            broadcast.stream_id = made.id


def _alike(stream: Stream, event_id: int) -> Stream:
    made = Stream(
        event_id=event_id,
        role=stream.role,
        position=stream.position,
        path=stream.path,
        pictures=list(stream.pictures),
        captions=list(stream.captions),
    )
    made.audio = [
        StreamAudio(language=one.language, kind=one.kind, path=one.path, position=one.position)
        for one in stream.audio
    ]
    return made

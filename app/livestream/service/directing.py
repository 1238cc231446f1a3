"""What organizers do with a broadcast; each act is logged with it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from app.database import transaction
from app.livestream import picture, queries, rules
from app.livestream.errors import FolderTaken, StillOnAir, StreamMissing, WrongTurn
from app.livestream.models import DialIn, Notice, Stream, StreamAudio
from app.livestream.playlists import Picture
from app.livestream.rules import AudioKind, BroadcastState, StreamRole
from app.livestream.service.holding import hold, note

AVC, AAC = "avc1.4d401f", "mp4a.40.2"
QUALITIES = {
    "240p": Picture("240p", 250_000, 426, 240, f"{AVC},{AAC}"),
    "360p": Picture("360p", 450_000, 640, 360, f"{AVC},{AAC}"),
    "720p": Picture("720p", 1_600_000, 1280, 720, f"{AVC},{AAC}"),
}
"""What the packagers in deploy/packager write, by the name of its folder."""


@dataclass(frozen=True)
class NewStream:
    """A stream to be added: a packager's folder, or the test picture."""

    role: StreamRole
    path: str
    languages: Sequence[str]
    qualities: Sequence[str] = ("360p",)
    captions: Sequence[str] = ()


def change_state(*, event_id: int, to: BroadcastState, actor: str, now: datetime) -> None:
    """Bring a broadcast into another state.

    :raises WrongTurn: it cannot go there from where it is, as somebody was faster
    """
    with transaction() as session:
        broadcast = hold(session, event_id, now)
        if not rules.may_go(broadcast.state, to):
            raise WrongTurn
        detail = {"from": broadcast.state, "to": to}
        broadcast.state, broadcast.since = to, now
        note(session, broadcast, actor, "state", now, detail)


def put_on_air(*, event_id: int, stream_id: int, actor: str, now: datetime) -> None:
    """Let every watcher's page go over to another stream.

    :raises StreamMissing: the event has no such stream
    """
    with transaction() as session:
        stream = _stream(session, event_id, stream_id)
        broadcast = hold(session, event_id, now)
        broadcast.stream_id, broadcast.on_air_since = stream.id, now
        note(session, broadcast, actor, "on_air", now, {"stream": stream.path})


def add_stream(*, event_id: int, new: NewStream, actor: str, now: datetime) -> None:
    """Describe a stream; the first one goes on air.

    :raises FolderTaken: there is one of that folder
    """
    with transaction() as session:
        broadcast = hold(session, event_id, now)
        others = queries.streams_of(event_id)
        if new.path in {other.path for other in others}:
            raise FolderTaken
        stream = make_stream(event_id, new, position=len(others))
        session.add(stream)
        session.flush()
        if broadcast.stream_id is None and new.role != StreamRole.REPLAY:
            broadcast.stream_id, broadcast.on_air_since = stream.id, now
        note(session, broadcast, actor, "stream_added", now, {"stream": new.path})


def remove_stream(*, event_id: int, stream_id: int, actor: str, now: datetime) -> None:
    """Take a stream away; its files stay where they are.

    :raises StreamMissing: the event has no such stream
    :raises StillOnAir: watchers see it now
    """
    with transaction() as session:
        stream = _stream(session, event_id, stream_id)
        broadcast = hold(session, event_id, now)
        if broadcast.stream_id == stream.id:
            raise StillOnAir
        for audio in stream.audio:
            session.delete(audio)
        session.delete(stream)
        note(session, broadcast, actor, "stream_removed", now, {"stream": stream.path})


def post_notice(
    *, event_id: int, urgent: bool, texts: Mapping[str, str], actor: str, now: datetime
) -> None:
    """Show a message to everybody who watches, within seconds."""
    with transaction() as session:
        broadcast = hold(session, event_id, now)
        notice = Notice(
            id=uuid7(), event_id=event_id, urgent=urgent, texts=dict(texts), created_at=now
        )
        session.add(notice)
        note(session, broadcast, actor, "notice", now, {"languages": sorted(texts)})


def end_notice(*, event_id: int, notice_id: uuid.UUID, actor: str, now: datetime) -> None:
    """Take a message down.

    :raises StreamMissing: the event has no such notice
    """
    with transaction() as session:
        notice = session.get(Notice, notice_id)
        if notice is None or notice.event_id != event_id:
            raise StreamMissing
        broadcast = hold(session, event_id, now)
        notice.ended_at = notice.ended_at or now
        note(session, broadcast, actor, "notice_ended", now, {})


def add_number(
    *, event_id: int, country: str, number: str, code: str, language: str, actor: str, now: datetime
) -> None:
    """Offer a number to listen by telephone."""
    with transaction() as session:
        broadcast = hold(session, event_id, now)
        session.add(
            DialIn(event_id=event_id, country=country, number=number, code=code, language=language)
        )
        note(session, broadcast, actor, "number_added", now, {"country": country})


def remove_number(*, event_id: int, number_id: int, actor: str, now: datetime) -> None:
    """Offer a number no longer.

    :raises StreamMissing: the event has no such number
    """
    with transaction() as session:
        number = session.get(DialIn, number_id)
        if number is None or number.event_id != event_id:
            raise StreamMissing
        broadcast = hold(session, event_id, now)
        session.delete(number)
        note(session, broadcast, actor, "number_removed", now, {"country": number.country})


def arrange(
    *,
    event_id: int,
    door_opens_at: datetime | None,
    switches_itself: bool,
    screens_per_link: int | None,
    actor: str,
    now: datetime,
) -> None:
    """Say when the door opens, whether the watcher may switch, and how often a link may be used.

    :param door_opens_at: None for half an hour before the event
    :param screens_per_link: at once; None for no limit
    """
    with transaction() as session:
        broadcast = hold(session, event_id, now)
        broadcast.door_opens_at = door_opens_at
        broadcast.switches_itself = switches_itself
        broadcast.screens_per_link = screens_per_link
        detail = {"by_itself": switches_itself, "door": door_opens_at and door_opens_at.isoformat()}
        note(session, broadcast, actor, "arranged", now, detail)


def make_stream(event_id: int, new: NewStream, *, position: int) -> Stream:
    """The rows of a stream, not stored yet; the test picture has its own pictures and sounds."""
    is_test = new.path in picture.PATHS
    pictures = [picture.PICTURE] if is_test else [QUALITIES[name] for name in new.qualities]
    folders = picture.TONES if is_test else tuple(new.languages)
    stream = Stream(
        event_id=event_id,
        role=new.role,
        position=position,
        path=new.path,
        pictures=[asdict(one) for one in pictures],
        captions=list(new.captions),
    )
    stream.audio = [
        StreamAudio(
            language=language,
            kind=AudioKind.INTERPRETATION if place else AudioKind.FLOOR,
            path=folder,
            position=place,
        )
        for place, (language, folder) in enumerate(zip(new.languages, folders, strict=False))
    ]
    return stream


def _stream(session: Session, event_id: int, stream_id: int) -> Stream:
    found = session.scalar(
        select(Stream).where(Stream.id == stream_id, Stream.event_id == event_id)
    )
    if found is None:
        raise StreamMissing
    return found

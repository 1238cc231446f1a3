"""The broadcast of an event: its streams, their sound, notices, numbers, and what happened."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Enum, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, UtcDateTime
from app.livestream.health import Trouble
from app.livestream.rules import AudioKind, BroadcastState, StreamRole


class Broadcast(Base):
    """Where an event's livestream stands. Anybody can read it; it dies with the event."""

    __tablename__ = "broadcast"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    state: Mapped[BroadcastState] = mapped_column(
        Enum(BroadcastState, native_enum=False, length=12, values_callable=list)
    )
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    """Grows with every change that watchers can see."""
    stream_id: Mapped[int | None] = mapped_column(ForeignKey("stream.id", ondelete="SET NULL"))
    """The stream that is on air."""
    door_opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """From then on the page waits for the picture; None is half an hour before the event."""
    on_air_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When that stream was put on air."""
    switches_itself: Mapped[bool] = mapped_column(default=True)
    """Whether the watcher may go to the backup, or say that it is interrupted, by itself."""
    screens_per_link: Mapped[int | None]
    """On how many screens a personal link may be used at once; None is no limit."""
    elsewhere: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    """Videos at players elsewhere: `host`, `video`, `language`. Whoever watches can read them."""
    watchers_told: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many watch, as everybody is told of it in whole tens: a number of some minutes ago."""

    notices: Mapped[list["Notice"]] = relationship(
        primaryjoin="and_(Broadcast.event_id == foreign(Notice.event_id), Notice.ended_at == None)",
        order_by="Notice.id.desc()",
        viewonly=True,
    )
    """Those that stand, the newest first."""
    numbers: Mapped[list["DialIn"]] = relationship(
        primaryjoin="Broadcast.event_id == foreign(DialIn.event_id)",
        order_by="(DialIn.country, DialIn.id)",
        viewonly=True,
    )
    """To listen by telephone, by country."""


class Stream(Base):
    """One HLS stream of an event: a folder on the media server."""

    __tablename__ = "stream"
    __table_args__ = (UniqueConstraint("event_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    role: Mapped[StreamRole] = mapped_column(
        Enum(StreamRole, native_enum=False, length=12, values_callable=list)
    )
    position: Mapped[int] = mapped_column(default=0)
    path: Mapped[str] = mapped_column(String(60))
    """The folder's name inside the event's; whoever watches can read it."""
    pictures: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Qualities of the picture: `path`, `bandwidth`, `width`, `height`, `codecs`."""
    captions: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Languages that can be read with it, each in its folder `captions-<language>`."""

    audio: Mapped[list["StreamAudio"]] = relationship(order_by="StreamAudio.position")


class StreamAudio(Base):
    """What can be heard with a stream, one row a language."""

    __tablename__ = "stream_audio"
    __table_args__ = (UniqueConstraint("stream_id", "language", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stream_id: Mapped[int] = mapped_column(ForeignKey("stream.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(12))
    kind: Mapped[AudioKind] = mapped_column(
        Enum(AudioKind, native_enum=False, length=16, values_callable=list)
    )
    path: Mapped[str] = mapped_column(String(60))
    """The sound's folder inside the stream's."""
    position: Mapped[int] = mapped_column(default=0)


class BlockedViewer(Base):
    """A viewer whose link was passed on: no picture for it.

    For organizers; it dies at the purge date.

    The name in media paths, which tells nothing about who it is.
    """

    __tablename__ = "blocked_viewer"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    viewer: Mapped[str] = mapped_column(String(16), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class IngestKey(Base):
    """Lets one encoder send until a moment. For owners and managers; it dies when it has ended.

    The key itself stands nowhere: it is made of the row and a secret of the web server.
    """

    __tablename__ = "ingest_key"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    stream_id: Mapped[int] = mapped_column(ForeignKey("stream.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(12))
    """The interpreters' language; empty for the picture with the floor's sound."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ScreenNow(Base):
    """A screen that is on with somebody's link: a random name, dead some minutes after its end.

    Nobody reads a row of it: owners and managers see how many links are on how many screens, and
    the person sees the number of their own. It is no viewing log: it says who watches now, and
    nothing of a moment ago (ADR 28). PostgreSQL keeps it out of its write-ahead log.
    """

    __tablename__ = "screen_now"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    viewer: Mapped[str] = mapped_column(String(16), primary_key=True)
    """The name in media paths, which tells nothing about who it is."""
    screen: Mapped[str] = mapped_column(String(8), primary_key=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    """It is gone then, unless it was heard of again."""


class StreamHealth(Base):
    """What the watcher saw of a stream last. For organizers; it dies with the stream."""

    __tablename__ = "stream_health"

    stream_id: Mapped[int] = mapped_column(
        ForeignKey("stream.id", ondelete="CASCADE"), primary_key=True
    )
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    """From then on it was watched without a gap."""
    looked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    trouble: Mapped[Trouble] = mapped_column(
        Enum(Trouble, native_enum=False, length=16, values_callable=list)
    )
    status: Mapped[int | None]
    """The HTTP status of its playlist."""
    newest: Mapped[str] = mapped_column(String(80))
    well_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When its newest piece appeared."""
    piece_seconds: Mapped[float]
    bitrate: Mapped[int | None]
    """Bits a second of the picture."""
    silent: Mapped[list[str]] = mapped_column(JSON)
    """What is missing or stands still beside it: languages of sounds, folders of captions."""


class WatchLease(Base):
    """Which watcher looks at the sources: one row, held for some seconds at a time."""

    __tablename__ = "watch_lease"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    holder: Mapped[str] = mapped_column(String(32))
    """A random name that a watcher gives itself."""
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class PresenceNow(Base):
    """How many screens are on at a location just now, as one counter counted them.

    Each minute replaces the one before: at a home with one guest, a row a minute would be a
    viewing log. For owners and managers; it dies with the next minute, or within the hour.
    """

    __tablename__ = "presence_now"

    location_id: Mapped[int] = mapped_column(
        ForeignKey("location.id", ondelete="CASCADE"), primary_key=True
    )
    counter: Mapped[str] = mapped_column(String(16), primary_key=True)
    """A random name that a counter gives itself: there is one for each server that hears beats."""
    minute: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    screens: Mapped[int]


class PresenceMinute(Base):
    """How many screens were on in a country in a minute; for owners and managers, until the
    purge date."""

    __tablename__ = "presence_minute"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    minute: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    country: Mapped[str] = mapped_column(String(2), primary_key=True)
    screens: Mapped[int]


class DialIn(Base):
    """A number to listen by telephone."""

    __tablename__ = "dial_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    country: Mapped[str] = mapped_column(String(2))
    number: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(20), default="")
    language: Mapped[str] = mapped_column(String(12))


class Notice(Base):
    """A short message from the organizers to everybody who watches."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_event", "event_id", "ended_at"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    urgent: Mapped[bool]
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    """Plain text by language."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was taken down."""


class LiveLog(Base):
    """What happened to a broadcast, by whom; for organizers, until the event's end."""

    __tablename__ = "live_log"
    __table_args__ = (Index("ix_live_log_event", "event_id", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    """Version 7: sorted by time."""
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(40))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)

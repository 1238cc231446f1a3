"""What is owed by mail, and how many letters a mailbox had today."""

import enum
import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Date,
    Enum,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, UtcDateTime


class OutboxState(enum.StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    HELD = "held"
    """Its batch is paused; no mailer takes it."""


class Priority(enum.IntEnum):
    """Who goes first when more is due than leaves at once."""

    ASKED_FOR = 0
    """Somebody waits for it: a confirmation, a link, an answer to what they did."""
    BULK = 1
    """One of many: an announcement, a reminder."""


class Outbox(Base):
    """A letter that is owed. Its words are made when it leaves."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_owed",
            "priority",
            "due",
            postgresql_where=text("state = 'queued'"),
            sqlite_where=text("state = 'queued'"),
        ),
        # What has not left has no moment, and stands at one end.
        Index("ix_outbox_event_id", "event_id", "finished_at"),
        Index(
            "ix_outbox_failed",
            "event_id",
            "id",
            postgresql_where=text("state = 'failed'"),
            sqlite_where=text("state = 'failed'"),
        ),
        Index(
            "ix_outbox_batch",
            "batch_id",
            "state",
            postgresql_where=text("batch_id IS NOT NULL"),
            sqlite_where=text("batch_id IS NOT NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, index=True)
    """The registration, or whatever else the letter is about."""
    batch_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    """The announcement or the reminder that it is one of many of."""
    priority: Mapped[Priority] = mapped_column(
        SmallInteger, default=Priority.ASKED_FOR, server_default=text("0")
    )
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON)
    address_index: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    """The blind index of the address that it went to, so that a bounce can name it."""
    contact_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The address, sealed to the mailer, where no other row holds it."""
    state: Mapped[OutboxState] = mapped_column(
        Enum(OutboxState, native_enum=False, length=12, values_callable=list),
        default=OutboxState.QUEUED,
    )
    due: Mapped[datetime] = mapped_column(UtcDateTime)
    lease: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Until then one mailer has it in hand; afterwards any other may take it up."""
    tries: Mapped[int] = mapped_column(default=0)
    counted: Mapped[bool] = mapped_column(default=False)
    """It already stands in its mailbox's count of the day."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waited: Mapped[int | None]
    """Seconds from being owed to being handed over."""
    error: Mapped[str | None] = mapped_column(String(80))
    """Why the last try failed, in words that name nobody."""
    said: Mapped[str | None] = mapped_column(String(200))
    """The server's own words, without what names the reader."""


class MailboxDay(Base):
    """How many letters one mailbox was sent on one day."""

    __tablename__ = "mailbox_day"

    mailbox_index: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    letters: Mapped[int]


class Bounced(Base):
    """An address that letters came back from; it gets none until somebody lifts that."""

    __tablename__ = "bounced"

    scope: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The event, or 0 for letters that belong to none."""
    address_index: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    day: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(40))


class Pace(Base):
    """How a domain takes our letters now, or (under an empty index) how much has left at all."""

    __tablename__ = "pace"

    domain_index: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    """Blind: a domain of one's own names its owner."""
    failures: Mapped[int] = mapped_column(default=0)
    """Refusals in a row that were not final."""
    rest_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hour: Mapped[datetime | None] = mapped_column(UtcDateTime)
    letters: Mapped[int] = mapped_column(default=0)
    """Letters in that hour."""


class ProviderDay(Base):
    """What became of an event's letters at one of the large providers on one day."""

    __tablename__ = "provider_day"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    provider: Mapped[str] = mapped_column(String(20), primary_key=True)
    """Its name, or '' for all that are not large."""
    sent: Mapped[int]
    refused: Mapped[int]
    """For good."""
    later: Mapped[int]
    """Answers that it may be tried again."""


class LetterHour(Base):
    """What became of an event's letters in one hour. Numbers that name nobody."""

    __tablename__ = "letter_hour"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    hour: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    sent: Mapped[int]
    suppressed: Mapped[int]
    asked_for: Mapped[int]
    """Of those sent, how many somebody waited for."""
    prompt: Mapped[int]
    """And how many of these left within ten seconds."""
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    """When it was counted."""


class MailerBeat(Base):
    """A mailer that is at work, or was."""

    __tablename__ = "mailer_beat"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    """Random, and another one at each start: it names no machine."""
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)

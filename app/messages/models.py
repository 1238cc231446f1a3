"""What people who watch wrote to the event. Nothing in it says who."""

import uuid
from datetime import datetime

from sqlalchemy import Enum, ForeignKey, Index, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, UtcDateTime
from app.messages.rules import LONGEST, LONGEST_LINK, MessageState


class Wall(Base):
    """Whether an event takes messages, and who sees them. Organizers set it; everybody notices."""

    __tablename__ = "wall"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    takes: Mapped[bool]
    """People may send messages."""
    is_public: Mapped[bool]
    """Everybody may read them; else only those who watch."""


class Message(Base):
    """One message. Those who moderate can read it, everybody once it is approved; it dies at the
    purge date, its words when the sender withdraws it, or a day after they were rejected."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_queue", "event_id", "state", "sent_at", "id"),
        Index("ix_message_sender", "event_id", "sender_tag"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    """Random: it says nothing about when."""
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    sender_tag: Mapped[bytes] = mapped_column(LargeBinary(16))
    """Tells the messages of one sender from those of others. An HMAC under the event's shredding
    key, which is in no database; it dies with that key."""
    text: Mapped[str] = mapped_column(String(LONGEST))
    video: Mapped[str] = mapped_column(String(LONGEST_LINK))
    """A link to a video, or ''."""
    language: Mapped[str] = mapped_column(String(12))
    country: Mapped[str] = mapped_column(String(2))
    """Where the sender watches, if they wanted it shown; else ''."""
    state: Mapped[MessageState] = mapped_column(
        Enum(MessageState, native_enum=False, length=12, values_callable=list)
    )
    pinned: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """To the minute, as the next one."""
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SilencedSender(Base):
    """A sender from whom no more messages are taken. For those who moderate; until the purge."""

    __tablename__ = "silenced_sender"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    sender_tag: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

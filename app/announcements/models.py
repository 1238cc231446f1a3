"""What organizers write to many, and who does not want to hear it."""

import uuid
from datetime import datetime

from sqlalchemy import JSON, Enum, ForeignKey, LargeBinary, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.announcements.rules import AnnouncementState
from app.database import Base, UtcDateTime


class Announcement(Base):
    """A letter of the organizers to a part of those who signed up."""

    __tablename__ = "announcement"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    """Version 7, and the batch id of its letters in the outbox."""
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    state: Mapped[AnnouncementState] = mapped_column(
        Enum(AnnouncementState, native_enum=False, length=12, values_callable=list),
        default=AnnouncementState.DRAFT,
    )
    filters: Mapped[dict[str, str]] = mapped_column(JSON)
    """Who is meant, as the filters stand in an address."""
    scope: Mapped[list[str]] = mapped_column(JSON)
    """The countries that its author was bound to; empty means everywhere."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    send_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    queued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When its letters were put into the outbox."""

    texts: Mapped[list["AnnouncementText"]] = relationship(
        order_by="AnnouncementText.language", cascade="all, delete-orphan", lazy="selectin"
    )


class AnnouncementText(Base):
    """What it says in one language."""

    __tablename__ = "announcement_text"

    announcement_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("announcement.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    subject: Mapped[str] = mapped_column(String(150))
    body: Mapped[str] = mapped_column(Text)
    """Markdown."""


class Unsubscribed(Base):
    """An address that wants no announcements of this event; letters about its own sign-up come."""

    __tablename__ = "unsubscribed"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    address_index: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    """The blind index that `registration` has as well. No time: nobody needs it."""

"""The event, its texts in several languages, and its programme."""

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Enum,
    ForeignKey,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, UtcDateTime


class EventState(enum.StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    ARCHIVED = "archived"


class Event(Base):
    """One event, watched in many places."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    state: Mapped[EventState] = mapped_column(
        Enum(EventState, native_enum=False, length=12, values_callable=list)
    )
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    timezone: Mapped[str] = mapped_column(String(60))
    languages: Mapped[list[str]] = mapped_column(JSON)
    """Languages of the stream and the texts, the first being the fallback."""
    sign_up_opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sign_up_closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    hold_minutes: Mapped[int] = mapped_column(default=24 * 60)
    """How long a pending sign-up keeps its seats."""
    purge_at: Mapped[datetime] = mapped_column(UtcDateTime)
    key_id: Mapped[int]
    """Which of the installation's event keys its people are sealed to."""
    accepts_no_address: Mapped[bool] = mapped_column(default=False)
    """People may sign up without a mail address and keep a receipt code instead."""
    max_party_size: Mapped[int] = mapped_column(default=10)
    home_approvals: Mapped[int] = mapped_column(default=1)
    """How many organizers must approve a home before it opens."""
    neutral_letters: Mapped[bool] = mapped_column(default=False, server_default=false())
    """No letter to an attendee says anything about the event, whatever they chose."""
    marks_exports: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Every list that is taken out says in its first line who took it, and when."""
    reply_to: Mapped[str | None] = mapped_column(String(254))
    """The organizers' own public mailbox."""
    consent_version: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    """Grows with every change that the public can see."""
    preview_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, unique=True, index=True)
    """What the preview link names; None where there is none. Another one ends the link."""

    colour: Mapped[str | None] = mapped_column(String(7))
    """Of the public pages and letters, as "#rrggbb"; None where they keep ours."""
    logo: Mapped[str | None] = mapped_column(String(40))
    """The name of its logo, which says content and size; None where there is none."""

    texts: Mapped[list["EventText"]] = relationship(
        order_by="EventText.language", cascade="all, delete-orphan", passive_deletes=True
    )
    programme: Mapped[list["ProgrammeItem"]] = relationship(
        order_by="ProgrammeItem.starts_at, ProgrammeItem.position, ProgrammeItem.id",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )


class EventText(Base):
    """What the event is called and says, in one language."""

    __tablename__ = "event_text"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    headline: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(400))
    body: Mapped[str] = mapped_column(Text)
    """Markdown."""


class EventLogo(Base):
    """The logo of an event: a PNG file that we drew ourselves. Everybody may see it."""

    __tablename__ = "event_logo"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ProgrammeItem(Base):
    """One thing that happens during the event."""

    __tablename__ = "programme_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    speakers: Mapped[list[str]] = mapped_column(JSON)
    """As they are written where a language has no spelling of its own."""
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    """Which of two that begin together comes first."""

    texts: Mapped[list["ProgrammeText"]] = relationship(
        order_by="ProgrammeText.language", cascade="all, delete-orphan", passive_deletes=True
    )


class ProgrammeText(Base):
    """What a programme item is called and says, in one language."""

    __tablename__ = "programme_text"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("programme_item.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(400))
    speakers: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    """As they are written in this language; empty means as the item has them."""


class EventRevision(Base):
    """The texts and the programme of an event after somebody had saved them.

    It holds what the public page says and no more. It goes at the event's purge date.
    """

    __tablename__ = "event_revision"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    number: Mapped[int]
    """Counts from 1 for each event; 1 is what was there before the first change."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(40))
    """Named as in the log."""
    act: Mapped[str] = mapped_column(String(20))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)

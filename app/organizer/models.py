"""What the desk itself keeps: saved views, files on their way in, and figures for viewers."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, UtcDateTime


class SavedView(Base):
    """Filters and columns of the list of registrations, kept by an organizer under a name.

    No person is in it. It dies with the account, or with the event.
    """

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("event_id", "organizer_id", "name"),
        Index("ix_saved_view_organizer_id", "organizer_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    organizer_id: Mapped[int] = mapped_column(ForeignKey("organizer.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    address: Mapped[dict[str, str | list[str]]] = mapped_column(JSON)
    """Filters and columns as they stand in an address."""
    shared: Mapped[bool]
    """The whole team sees it, each of them with what they may see."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ImportDraft(Base):
    """A file of people that somebody sent and is looking through, sealed to the organizers.

    Whoever sent it opens it, with the event's key. It dies when it is imported, after an hour
    (see drafts.py), with the account, or with the event.
    """

    __tablename__ = "import_draft"
    __table_args__ = (
        Index("ix_import_draft_organizer_id", "organizer_id"),
        Index("ix_import_draft_event_id", "event_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    organizer_id: Mapped[int] = mapped_column(ForeignKey("organizer.id", ondelete="CASCADE"))
    box: Mapped[bytes] = mapped_column(LargeBinary)
    asked: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Once it is being imported: which column is which, how many people, how many of them new."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PublishedFigures(Base):
    """What viewers see of an event's numbers until the next full hour.

    Numbers by the names of figures, none under ten. They die with the event, or its purge.
    """

    __tablename__ = "published_figures"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    numbers: Mapped[dict[str, int]] = mapped_column(JSON)
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)

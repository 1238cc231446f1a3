"""Which reminders an event sends, and where each has been sent."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, UtcDateTime


class ReminderChoice(Base):
    """What the organizers of an event chose; without a row, the usual ones are sent."""

    __tablename__ = "reminder_choice"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    reminders: Mapped[list[str]] = mapped_column(JSON)


class ReminderRun(Base):
    """A reminder was put into the outbox for a zone, for this beginning of the event."""

    __tablename__ = "reminder_run"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    reminder: Mapped[str] = mapped_column(String(12), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    timezone: Mapped[str] = mapped_column(String(60), primary_key=True)
    """Empty where it goes to all zones at once."""
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)

"""Who did, opened or took out what; never the data itself."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, UtcDateTime


class AuditEntry(Base):
    """One act of one actor."""

    __tablename__ = "audit_entry"
    # Ids are sorted by time, so these are a page of one actor's acts, or of one kind of act.
    __table_args__ = (
        Index("ix_audit_entry_actor_id", "actor", "id"),
        Index("ix_audit_entry_action_id", "action", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    event_id: Mapped[int | None] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    actor: Mapped[str] = mapped_column(String(40))
    """`organizer:<id>`, `holder` (whoever has a personal link), `operator` or `clock`."""
    role: Mapped[str | None] = mapped_column(String(12))
    """Of an account: the role that it had then."""
    action: Mapped[str] = mapped_column(String(40))
    opened: Mapped[int | None]
    """How many names this act opened."""
    about_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)

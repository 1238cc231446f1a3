"""Who did, opened or took out what; never the data itself."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, UtcDateTime


class AuditEntry(Base):
    """One act of one actor."""

    __tablename__ = "audit_entry"

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    event_id: Mapped[int | None] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    actor: Mapped[str] = mapped_column(String(40))
    """`organizer:<id>`, `holder` (whoever has a personal link), `operator` or `clock`."""
    action: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)

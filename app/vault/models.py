"""Sealed data keys. Without a private key they are noise."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, UtcDateTime


class SealedKey(Base):
    """A data key that one process used for a while, sealed to one audience."""

    __tablename__ = "sealed_key"

    id: Mapped[bytes] = mapped_column(LargeBinary(8), primary_key=True)
    audience: Mapped[str] = mapped_column(String(32), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    rewrapped: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The same data key under the event's symmetric key: a hundred times cheaper to open."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

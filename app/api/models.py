"""Tokens with which other tools read an event."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, UtcDateTime


class ApiToken(Base):
    """A tool's way in. It hangs on its maker's grant: whoever leaves takes their tokens along.

    Owners see it on the page "Tools". It dies when it is revoked, with its maker's grant and
    at the purge.
    """

    __tablename__ = "api_token"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organizer_id", "key_id"],
            ["event_key_grant.organizer_id", "event_key_grant.key_id"],
            ondelete="CASCADE",
        ),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    """Random; the log names it."""
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    organizer_id: Mapped[int]
    key_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    """What the tool is called; in clear."""
    scopes: Mapped[list[str]] = mapped_column(JSON)
    proof: Mapped[bytes] = mapped_column(LargeBinary(32))
    """Derived from the secret, which no table holds."""
    event_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The event's private key under a key made of the secret; only where names are read, and
    until the token runs out."""
    shown_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The whole token, sealed to its maker, until it is kept elsewhere."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The hour of the last use."""

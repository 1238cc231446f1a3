"""Webhooks, and the messages that are owed to them.

Triggers of the database (migrations, "webhooks") write a message with every change of a state,
in the same transaction: nothing that anybody adds to the code can forget it.
"""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    false,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, UtcDateTime


class Webhook(Base):
    """An address that is told of changes. Owners see it; it dies removed, or at the purge."""

    __tablename__ = "webhook"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    url: Mapped[str] = mapped_column(String(2000))
    registrations: Mapped[bool] = mapped_column(default=False, server_default=false())
    locations: Mapped[bool] = mapped_column(default=False, server_default=false())
    secret_box: Mapped[bytes] = mapped_column(LargeBinary)
    """What signs, sealed to the mailer, which sends."""
    shown_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The same, sealed to its maker, until it is kept elsewhere."""
    maker_id: Mapped[int | None] = mapped_column(ForeignKey("organizer.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    active: Mapped[bool] = mapped_column(default=True, server_default=true())
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
    """In a row."""
    rests_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WebhookMessage(Base):
    """One change that a webhook is told of: ids and a state. It dies a week after its end."""

    __tablename__ = "webhook_message"
    __table_args__ = (
        Index("ix_webhook_message_webhook_id", "webhook_id"),
        Index("ix_webhook_message_ended_at", "ended_at"),
        Index(
            "ix_webhook_message_waiting",
            "id",
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    webhook_id: Mapped[str] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"))
    topic: Mapped[str] = mapped_column(String(40))
    """Such as `registration.confirmed`."""
    registration: Mapped[str | None] = mapped_column(String(36))
    location: Mapped[str | None] = mapped_column(String(16))
    """A public id."""
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    lease: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    status: Mapped[int | None]
    """What the server answered last; None where none did."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it arrived, or was given up."""
    arrived: Mapped[bool] = mapped_column(default=False, server_default=false())

"""Who offered a location, how it was decided, and whom the team trusts."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, Uuid, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, UtcDateTime
from app.events.models import Event
from app.locations.models import Location


class Host(Base):
    """The person behind one offered location. What names them is sealed."""

    __tablename__ = "host"
    __table_args__ = (
        UniqueConstraint("event_id", "submission_index"),
        Index("ix_host_newest", "event_id", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    location_id: Mapped[int] = mapped_column(
        ForeignKey("location.id", ondelete="CASCADE"), unique=True
    )
    language: Mapped[str] = mapped_column(String(12))
    contact_box: Mapped[bytes] = mapped_column(LargeBinary)
    """Mail address, sealed to the mailer."""
    identity_box: Mapped[bytes] = mapped_column(LargeBinary)
    """Mail address and the name given to the place, sealed to the organizers."""
    address_index: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    """Blind index of the mail address: whether the team trusts this host."""
    submission_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    """Of the random id given with the form: the same form twice is one offer."""
    token_version: Mapped[int] = mapped_column(default=1)
    """Links carry it; raising it revokes them all."""
    consent_version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proven_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When somebody opened the link in the first letter and pressed its button."""
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the organizers asked something that the host has not answered yet."""
    question_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The organizers' last question or reason, sealed to them."""
    answer_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The host's answer, sealed to the organizers."""
    heads: Mapped[int | None]
    """How many came on the day, as the host counted."""
    digests: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether the host wants letters about new guests. The host and the mailer read this and the
    three below; they die with the row."""
    digest_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Guests who were confirmed by then stand in the last of these letters, or in one before."""
    digest_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The same of the letter before: what came between the two is new."""
    digest_batch: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    """The batch of the last of these letters; no other may leave."""

    event: Mapped[Event] = relationship()
    location: Mapped[Location] = relationship()


class HostApproval(Base):
    """One organizer's yes to one offer."""

    __tablename__ = "host_approval"

    host_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("host.id", ondelete="CASCADE"), primary_key=True
    )
    actor: Mapped[str] = mapped_column(String(40), primary_key=True)
    """As in the audit log, such as `organizer:3`."""
    approved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TrustedHost(Base):
    """A mail address whose offers open without waiting; known only by its blind index."""

    __tablename__ = "trusted_host"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    address_index: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    trusted_at: Mapped[datetime] = mapped_column(UtcDateTime)

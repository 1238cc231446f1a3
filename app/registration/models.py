"""Who comes where. What names a person is sealed; what is counted is not."""

import uuid
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Enum,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    Uuid,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, UtcDateTime
from app.events.models import Event
from app.locations.models import Location
from app.registration.rules import RegistrationState


class Registration(Base):
    """One sign-up: a party that watches at one location."""

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("event_id", "submission_index"),
        CheckConstraint("party_size > 0", name="party_size_positive"),
        # Only a confirmed registration has proven its address, so only these are one per address.
        Index(
            "uq_registration_confirmed_address",
            "event_id",
            "address_index",
            unique=True,
            postgresql_where=text("state = 'confirmed'"),
            sqlite_where=text("state = 'confirmed'"),
        ),
        Index("ix_registration_address", "event_id", "address_index"),
        # The desk counts people by country from this one alone.
        Index("ix_registration_location", "location_id", "state", "party_size"),
        Index("ix_registration_newest", "event_id", "created_at", "id"),
        Index(
            "ix_registration_held",
            "held_until",
            postgresql_where=text("state = 'pending'"),
            sqlite_where=text("state = 'pending'"),
        ),
        Index(
            "ix_registration_waiting",
            "location_id",
            "waiting_since",
            "id",
            postgresql_where=text("state = 'waitlisted'"),
            sqlite_where=text("state = 'waitlisted'"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    """Version 7: sorted by time, and never shown to anybody but staff."""
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    party_size: Mapped[int]
    language: Mapped[str] = mapped_column(String(12))
    state: Mapped[RegistrationState] = mapped_column(
        Enum(RegistrationState, native_enum=False, length=12, values_callable=list)
    )
    identity_box: Mapped[bytes] = mapped_column(LargeBinary)
    """Name, address and note, sealed to the event's organizers."""
    contact_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Address, sealed to the mailer; None for a sign-up by receipt."""
    address_index: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    submission_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    """Of the random id given with the form: the same form twice is one sign-up."""
    receipt_index: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    token_version: Mapped[int] = mapped_column(default=1)
    """Links carry it; raising it revokes them all."""
    sequence: Mapped[int] = mapped_column(default=0)
    """Grows with every change, as the calendar file's SEQUENCE."""
    consent_version: Mapped[int]
    neutral_letters: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Their letters say nothing about the event. Organizers and the mailer read it; it dies with
    the row."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """A pending registration keeps its seats until then."""
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it joined the waiting list; a pending one that has it holds offered seats."""
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was cancelled or expired."""

    event: Mapped[Event] = relationship()
    location: Mapped[Location] = relationship()


class GuestName(Base):
    """The name that a guest wants the host of a location to know; it dies with the sign-up."""

    __tablename__ = "guest_name"
    __table_args__ = (Index("ix_guest_name_location", "location_id"),)

    registration_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    """Whose host was told; whoever moves on has told the next host nothing."""
    box: Mapped[bytes] = mapped_column(LargeBinary)
    """The name; only the link of that host opens it."""

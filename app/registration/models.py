"""Who comes where. What names a person is sealed; what is counted is not."""

import uuid
from datetime import datetime

from sqlalchemy import (
    JSON,
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
from app.registration.rules import BulkKind, RegistrationState


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


class Arrival(Base):
    """A party that came, as the door says; without a time, and gone a day after the event."""

    __tablename__ = "arrival"
    __table_args__ = (Index("ix_arrival_location_id", "location_id"),)

    registration_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    """Where they came; whoever moves on has not come there."""


class ToldApart(Base):
    """Two sign-ups that look alike, and are different people's, as an organizer knows.

    Ids alone: what made them look alike is in their boxes. It dies with either of them.
    """

    __tablename__ = "told_apart"
    __table_args__ = (
        Index("ix_told_apart_second_id", "second_id"),
        Index("ix_told_apart_event_id", "event_id"),
    )

    first_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    second_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    """The greater of the two."""
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))


class BulkAct(Base):
    """What an organizer did to many sign-ups at once, and may take back for a while."""

    __tablename__ = "bulk_act"
    __table_args__ = (Index("ix_bulk_act_event_id", "event_id"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    """The random id given with the form: the same form twice is one act."""
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    kind: Mapped[BulkKind] = mapped_column(
        Enum(BulkKind, native_enum=False, length=12, values_callable=list)
    )
    actor: Mapped[str] = mapped_column(String(40))
    scope: Mapped[list[str]] = mapped_column(JSON)
    """The countries that its author was bound to; none means everywhere."""
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    """Where they were moved."""
    number: Mapped[int]
    """How many were changed, and of these: taken back, without a seat to go back to, and
    changed by somebody else meanwhile."""
    restored: Mapped[int] = mapped_column(default=0)
    seatless: Mapped[int] = mapped_column(default=0)
    moved_on: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undo_until: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    location: Mapped[Location | None] = relationship()


class StagedSignUp(Base):
    """Somebody of a file that is being imported: sealed already, and signed up with all the others.

    Nobody reads it before that. It dies when the import is done or given up, and after an hour.
    """

    __tablename__ = "staged_sign_up"
    __table_args__ = (
        Index("ix_staged_sign_up_event_id", "event_id"),
        Index("ix_staged_sign_up_location_id", "location_id"),
    )

    act_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    """The import, which is an act on many once it is done."""
    line: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(Uuid)
    """Of the sign-up that it becomes, as are the columns below."""
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    party_size: Mapped[int]
    language: Mapped[str] = mapped_column(String(12))
    identity_box: Mapped[bytes] = mapped_column(LargeBinary)
    contact_box: Mapped[bytes] = mapped_column(LargeBinary)
    address_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    submission_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    receipt_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    consent_version: Mapped[int]
    staged_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BulkChange(Base):
    """One sign-up as it was before an act on many; organizers see that it was among them."""

    __tablename__ = "bulk_change"
    __table_args__ = (Index("ix_bulk_change_registration_id", "registration_id"),)

    act_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("bulk_act.id", ondelete="CASCADE"), primary_key=True
    )
    registration_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    state: Mapped[RegistrationState] = mapped_column(
        Enum(RegistrationState, native_enum=False, length=12, values_callable=list)
    )
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sequence: Mapped[int]
    """The one after the act: with another one, somebody has changed it since."""
    name_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    """What the host was told, as sealed as it was; it dies when the act cannot be undone."""
    restored: Mapped[bool] = mapped_column(default=False)

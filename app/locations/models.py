"""Where people watch."""

import enum
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
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, UtcDateTime
from app.gazetteer.models import KEY_TYPE
from app.locations.rules import Release


class LocationKind(enum.StrEnum):
    HALL = "hall"
    HOME = "home"
    ONLINE = "online"


class LocationState(enum.StrEnum):
    SUBMITTED = "submitted"
    PROVEN = "proven"
    APPROVED = "approved"
    REJECTED = "rejected"
    CLOSED = "closed"


class Location(Base):
    """A hall, a home that opens its door, or everybody's own sofa in one country."""

    __tablename__ = "location"
    __table_args__ = (
        UniqueConstraint("event_id", "external_id"),
        CheckConstraint("taken >= 0", name="taken_not_negative"),
        Index("ix_location_public_list", "event_id", "country", "id"),
        Index("ix_location_city", "city_id", "event_id"),
        Index("ix_location_latitude", "event_id", "latitude"),
        Index("uq_location_invitation_index", "invitation_index", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    """Random; what addresses and forms name."""
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    external_id: Mapped[str | None] = mapped_column(String(80))
    """The importing organization's own number for it."""
    kind: Mapped[LocationKind] = mapped_column(
        Enum(LocationKind, native_enum=False, length=12, values_callable=list)
    )
    name: Mapped[str] = mapped_column(String(120))
    city_id: Mapped[int | None] = mapped_column(ForeignKey("city.id"))
    city: Mapped[str] = mapped_column(String(120))
    """The city's main name; empty for the online location of a country."""
    country: Mapped[str] = mapped_column(String(2))
    region: Mapped[str] = mapped_column(String(120), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    """A home stands at its city's centre."""
    timezone: Mapped[str] = mapped_column(String(60))
    languages: Mapped[list[str]] = mapped_column(JSON)
    capacity: Mapped[int | None]
    """Seats; None where there is no limit."""
    taken: Mapped[int] = mapped_column(default=0)
    """Seats held or confirmed. Stays 0 where there is no limit, so that no row runs hot."""
    state: Mapped[LocationState] = mapped_column(
        Enum(LocationState, native_enum=False, length=12, values_callable=list)
    )
    listed: Mapped[bool] = mapped_column(default=True)
    access: Mapped[str] = mapped_column(String(400), default="")
    """Notes on access, such as step-free or hearing loop."""
    wheelchair: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether people in a wheelchair can get in, as far as the host has said."""
    address: Mapped[str | None] = mapped_column(String(400))
    """The address of a public hall. A home's is never stored in clear."""
    address_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The address of a home, sealed to the organizers."""
    guest_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The same under a key of its own, which only the links in guests' letters carry."""
    guest_key_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    """That key, sealed to the mailer, which writes those letters."""
    release: Mapped[Release] = mapped_column(
        Enum(Release, native_enum=False, length=12, values_callable=list),
        default=Release.CONFIRMATION,
    )
    """When confirmed guests learn the address; the host's choice."""
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the host or an organizer released it by hand."""
    invitation_index: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    """Blind index of the code that opens a location which is not listed."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(
        default=0, server_default="0", onupdate=text("revision + 1")
    )
    """Grows with every change but that of `taken`: what is in memory knows when it is old."""


class HostKey(Base):
    """The keys for names that guests give to a location's host; see `names.py`."""

    __tablename__ = "host_key"

    location_id: Mapped[int] = mapped_column(
        ForeignKey("location.id", ondelete="CASCADE"), primary_key=True
    )
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    secret_box: Mapped[bytes] = mapped_column(LargeBinary)
    """What the private key is made of, sealed to the mailer, which writes the host's links."""


class LocationName(Base):
    """A spelling under which a location is found: its name from each of its words on."""

    __tablename__ = "location_name"
    __table_args__ = (Index("ix_location_name_key", "key", "location_id"),)

    location_id: Mapped[int] = mapped_column(
        ForeignKey("location.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(KEY_TYPE, primary_key=True)

"""Kept counters: tables of how many, so that no page counts a table.

Triggers of the database (migrations/versions/0013, 0017) write a line into
`registration_delta` with every change of a sign-up or a location, in the same transaction:
nothing that anybody adds to the code can forget it, and no two sign-ups wait for one row.
`service/counting.py` folds the lines into `tally` and `place_tally`; whoever reads adds what
is not folded yet. docs/adr/0014 says why.
"""

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base

EVERYWHERE = ""
"""The country of tallies over all countries."""
STATE, LANGUAGE, KIND, HALF_HOUR, PLACES = "state", "language", "kind", "half_hour", "places"
OFFERED = "offered"
"""What is counted: sign-ups by state; confirmed ones by language and by kind of location;
all ever made by the half hour of their making; locations with somebody confirmed; locations
that people can choose, whose lines have this word in place of a state."""


class RegistrationDelta(Base):
    """A sign-up more (or, negative, less) in one place, language and state. Names nobody."""

    __tablename__ = "registration_delta"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    # No foreign keys: the trigger writes here while rows that these point to are deleted.
    event_id: Mapped[int]
    location_id: Mapped[int]
    country: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    half_hour: Mapped[str] = mapped_column(String(16))
    """In which it was made, such as 2027-01-15T12:30, in UTC: days begin at half past, too."""
    registrations: Mapped[int]
    people: Mapped[int]


class Tally(Base):
    """How many sign-ups, and people in them, one measure has under one key."""

    __tablename__ = "tally"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    # Before the country: all countries' half hours are many, and few pages ask for them.
    measure: Mapped[str] = mapped_column(String(12), primary_key=True)
    country: Mapped[str] = mapped_column(String(2), primary_key=True)
    key: Mapped[str] = mapped_column(String(16), primary_key=True)
    registrations: Mapped[int]
    people: Mapped[int]


class PlaceTally(Base):
    """How many sign-ups of one location are in one state."""

    __tablename__ = "place_tally"
    __table_args__ = (Index("ix_place_tally_country", "event_id", "country", "state"),)

    location_id: Mapped[int] = mapped_column(
        ForeignKey("location.id", ondelete="CASCADE"), primary_key=True
    )
    state: Mapped[str] = mapped_column(String(12), primary_key=True)
    country: Mapped[str] = mapped_column(String(2), primary_key=True)
    """Where the location was when they were counted; one that moves leaves a line of zeros."""
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    registrations: Mapped[int]
    people: Mapped[int]

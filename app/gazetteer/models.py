"""The tables of cities and of the spellings that find them."""

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base
from app.gazetteer.rules import KEY_LENGTH

# Sorted by bytes on every database: only then is "starts with" a range of the index.
KEY_COLLATION = "C"
KEY_TYPE = String(KEY_LENGTH).with_variant(
    String(KEY_LENGTH, collation=KEY_COLLATION), "postgresql"
)


class City(Base):
    """A populated place of GeoNames, as loaded from one of its sources."""

    __tablename__ = "city"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The geonameid."""
    name: Mapped[str]
    """In Latin letters, as GeoNames spells it."""
    country: Mapped[str] = mapped_column(String(2))
    """Two letters of ISO 3166-1, or XK."""
    region: Mapped[str]
    """English name of the first-level division (state, province); may be empty."""
    latitude: Mapped[float]
    longitude: Mapped[float]
    timezone: Mapped[str]
    """Name in the IANA database."""
    population: Mapped[int]
    labels: Mapped[dict[str, str]] = mapped_column(JSON)
    """The name by language code, where it is known and not the Latin one."""


class CityName(Base):
    """One normalised spelling of one city.

    The primary key is also the index of the prefix search, so SQLite keeps the
    rows in it (WITHOUT ROWID) and no second index is needed.
    """

    __tablename__ = "city_name"
    __table_args__ = (
        Index("ix_city_name_country", "country", "key"),
        {"sqlite_with_rowid": False},
    )

    key: Mapped[str] = mapped_column(KEY_TYPE, primary_key=True)
    city_id: Mapped[int] = mapped_column(
        ForeignKey(City.id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    country: Mapped[str] = mapped_column(String(2))
    """That of the city, here too so that ranking reads no other table."""
    weight: Mapped[int]
    """Rank among the spellings that begin alike: population, less for an alias."""
    name: Mapped[str] = mapped_column(default="", server_default="")
    """The name so spelled, as it is written."""


class CityTop(Base):
    """The cities that rank first among very many whose names begin alike.

    Only for beginnings that more names share than a search may read; see `tops.py`.
    """

    __tablename__ = "city_top"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy's own form)

    prefix: Mapped[str] = mapped_column(KEY_TYPE, primary_key=True)
    country: Mapped[str] = mapped_column(String(2), primary_key=True)
    """Of all these cities, or `tops.ANYWHERE`."""
    city_id: Mapped[int] = mapped_column(
        ForeignKey(City.id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    home: Mapped[str] = mapped_column(String(2))
    """The country of the city."""
    weight: Mapped[int]
    name: Mapped[str]


class CitySieve(Base):
    """Which texts are surely no spelling of any city; see `sieve.py`. One row, or none."""

    __tablename__ = "city_sieve"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Made from the bits: a process that knows this one need not read them again."""
    bits: Mapped[bytes] = mapped_column(LargeBinary)

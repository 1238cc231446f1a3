"""What the organizers' pages know of sign-ups.

`countries` is what an account may see, regions among them; empty means everywhere. It stands in
every statement, so a row outside of it does not exist for that account.
"""

import base64
import binascii
import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self, TypeVar

from sqlalchemy import ColumnElement, Row, Select, Uuid, literal, select, tuple_
from sqlalchemy.orm import contains_eager

from app.database import UtcDateTime, db
from app.locations.models import Location, LocationKind
from app.locations.within import within
from app.registration.errors import RegistrationNotFound
from app.registration.models import Registration
from app.registration.rules import RegistrationState
from app.web.pagination import Page

PAGE_SIZE = 50
MOST_FOUND = 200
BATCH = 1000
CURSOR_BYTES = 24
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Countries = tuple[str, ...]
Chosen = TypeVar("Chosen", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True)
class Filters:
    """Which sign-ups are meant; an empty value means all."""

    state: RegistrationState | None = None
    country: str = ""
    region: str = ""
    location: str = ""
    """A location's public id."""
    kind: LocationKind | None = None
    language: str = ""
    since: datetime | None = None
    until: datetime | None = None
    """The first moment that is too late."""
    ids: tuple[uuid.UUID, ...] = ()
    """Those that somebody ticked."""


@dataclass(frozen=True)
class Cursor:
    """A row's place in the list; rows that arrive later do not move it."""

    created_at: datetime
    id: uuid.UUID

    @classmethod
    def of(cls, row: Any) -> Self:
        return cls(row.created_at, row.id)

    @classmethod
    def read(cls, text: str | None) -> Self | None:
        """The cursor behind a part of an address; None when it is none."""
        try:
            raw = base64.urlsafe_b64decode((text or "").encode())
            if len(raw) != CURSOR_BYTES:
                return None
            moment = EPOCH + timedelta(microseconds=int.from_bytes(raw[16:], "big"))
            return cls(moment, uuid.UUID(bytes=raw[:16]))
        except (binascii.Error, ValueError, OverflowError):
            return None

    def __str__(self) -> str:
        since = (self.created_at - EPOCH) // timedelta(microseconds=1)
        return base64.urlsafe_b64encode(self.id.bytes + since.to_bytes(8, "big")).decode()


def page_of_registrations(
    event_id: int,
    filters: Filters,
    *,
    countries: Countries,
    older: Cursor | None = None,
    newer: Cursor | None = None,
    size: int = PAGE_SIZE,
) -> Page[Registration]:
    """The newest sign-ups, or those on one side of a cursor; newest first in any case."""
    query = _with_location(event_id, filters, countries).limit(size + 1)
    if newer is not None:
        found = db.session.scalars(query.where(_place() > _at(newer)).order_by(*OLDEST_FIRST)).all()
        if len(found) > size:
            rows = found[size - 1 :: -1]
            return Page(rows, newer=str(Cursor.of(rows[0])), older=str(Cursor.of(rows[-1])))
        # Fewer than a page are newer, so this is the first page, and it shall be full.
        older = None
    if older is not None:
        query = query.where(_place() < _at(older))
    found = db.session.scalars(query.order_by(*NEWEST_FIRST)).all()
    rows = found[:size]
    return Page(
        rows,
        newer=str(Cursor.of(rows[0])) if older and rows else None,
        older=str(Cursor.of(rows[-1])) if len(found) > size else None,
    )


def get_registration(
    event_id: int, registration_id: uuid.UUID, *, countries: Countries
) -> Registration:
    """One sign-up with its location.

    :raises RegistrationNotFound: when there is none that this account may see
    """
    query = _with_location(event_id, Filters(), countries)
    found = db.session.scalar(query.where(Registration.id == registration_id))
    if found is None:
        raise RegistrationNotFound
    return found


def registrations_of_address(
    event_id: int, address_index: bytes, *, countries: Countries
) -> Sequence[Registration]:
    """Every sign-up of one address, newest first."""
    query = _with_location(event_id, Filters(), countries)
    query = query.where(Registration.address_index == address_index)
    return db.session.scalars(query.order_by(*NEWEST_FIRST).limit(MOST_FOUND)).all()


def registrations_of_receipt(
    event_id: int, receipt_index: bytes, *, countries: Countries
) -> Sequence[Registration]:
    """The sign-up of one receipt code, if there is one."""
    query = _with_location(event_id, Filters(), countries)
    return db.session.scalars(query.where(Registration.receipt_index == receipt_index)).all()


def registrations_with_ids(
    event_id: int, ids: Collection[uuid.UUID], *, countries: Countries
) -> Sequence[Registration]:
    """The sign-ups with these ids, newest first."""
    query = _with_location(event_id, Filters(), countries).where(Registration.id.in_(ids))
    return db.session.scalars(query.order_by(*NEWEST_FIRST)).all()


def sealed_identities(
    event_id: int, *, countries: Countries
) -> Iterator[Sequence[Row[uuid.UUID, bytes]]]:
    """Ids and identity boxes of all sign-ups in batches, newest first."""
    query = select(Registration.id, Registration.identity_box).where(
        Registration.event_id == event_id
    )
    if countries:
        query = query.join(Registration.location).where(within(countries))
    with db.engine.connect() as connection:
        reading = connection.execution_options(stream_results=True)
        # Whoever has found enough stops early; the server's cursor must end with them.
        with reading.execute(query.order_by(*NEWEST_FIRST)) as result:
            yield from result.partitions(BATCH)


def rows_to_export(
    event_id: int, filters: Filters, *, countries: Countries
) -> Iterator[Sequence[Any]]:
    """What an export needs of sign-ups in batches, newest first.

    Each batch is a short transaction of its own: a slow reader must keep none open.
    """
    query = chosen(select(*EXPORTED), event_id, filters, countries)
    query = query.order_by(*NEWEST_FIRST).limit(BATCH)
    after: Cursor | None = None
    while True:
        batch = query if after is None else query.where(_place() < _at(after))
        with db.engine.connect() as connection:
            rows = connection.execute(batch).all()
        if rows:
            yield rows
        if len(rows) < BATCH:
            return
        after = Cursor.of(rows[-1])


NEWEST_FIRST = (Registration.created_at.desc(), Registration.id.desc())
OLDEST_FIRST = (Registration.created_at, Registration.id)
EXPORTED = (
    Registration.id,
    Registration.created_at,
    Registration.confirmed_at,
    Registration.ended_at,
    Registration.state,
    Registration.party_size,
    Registration.language,
    Registration.identity_box,
    Location.public_id,
    Location.kind,
    Location.name,
    Location.city,
    Location.country,
)


def _with_location(event_id: int, filters: Filters, countries: Countries) -> Select[Registration]:
    query = chosen(select(Registration), event_id, filters, countries)
    return query.options(contains_eager(Registration.location)).execution_options(
        populate_existing=True
    )


def chosen(query: Chosen, event_id: int, filters: Filters, countries: Countries) -> Chosen:
    """A SELECT on registrations, narrowed to those that the filters and the account leave."""
    query = query.join(Registration.location).where(Registration.event_id == event_id)
    if countries:
        query = query.where(within(countries))
    if filters.state:
        query = query.where(Registration.state == filters.state)
    if filters.country:
        query = query.where(Location.country == filters.country)
    if filters.region:
        query = query.where(Location.region == filters.region)
    if filters.location:
        query = query.where(Location.public_id == filters.location)
    if filters.kind:
        query = query.where(Location.kind == filters.kind)
    if filters.language:
        query = query.where(Registration.language == filters.language)
    if filters.since:
        query = query.where(Registration.created_at >= filters.since)
    if filters.until:
        query = query.where(Registration.created_at < filters.until)
    if filters.ids:
        query = query.where(Registration.id.in_(filters.ids))
    return query


def _place() -> ColumnElement[Any]:
    return tuple_(Registration.created_at, Registration.id)


def _at(cursor: Cursor) -> ColumnElement[Any]:
    return tuple_(literal(cursor.created_at, UtcDateTime()), literal(cursor.id, Uuid()))

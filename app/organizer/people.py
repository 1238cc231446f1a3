"""The people behind sign-ups, opened with the key of whoever is signed in."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from app.vault.errors import BoxDoesNotOpen
from app.vault.rules import binding
from app.vault.service import Opener


class Sealed(Protocol):
    """A row that holds an identity box."""

    @property
    def id(self) -> Any: ...
    @property
    def identity_box(self) -> Any: ...


class Person(NamedTuple):
    """What somebody told us about themselves."""

    name: str
    email: str
    note: str
    readable: bool = True


UNREADABLE = Person("", "", "", readable=False)


def people_of(
    rows: Iterable[Sealed], event_id: int, opener: Opener | None
) -> dict[uuid.UUID, Person]:
    """Open the boxes of these rows; nobody where this account holds no key."""
    if opener is None:
        return {}
    rows = list(rows)
    return {
        row.id: person for row, person in zip(rows, opened(rows, event_id, opener), strict=True)
    }


def opened(rows: Sequence[Sealed], event_id: int, opener: Opener | None) -> list[Person]:
    """The people of these rows, in their order; unreadable where this account holds no key."""
    if opener is None:
        return [UNREADABLE] * len(rows)
    opener.prepare(row.identity_box for row in rows)
    return [_open(row, event_id, opener) for row in rows]


def _open(row: Sealed, event_id: int, opener: Opener) -> Person:
    place = binding("registration", "identity_box", event_id, row.id)
    try:
        values = opener.open(row.identity_box, place)
    except BoxDoesNotOpen:
        # One damaged row must not hide the others.
        return UNREADABLE
    return Person(values.get("name", ""), values.get("email", ""), values.get("note", ""))

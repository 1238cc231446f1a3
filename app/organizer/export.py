"""One sign-up as one line of a file."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from app.gazetteer.countries import country_name
from app.organizer.lines import hour_of
from app.organizer.people import UNREADABLE, Person, people_of
from app.organizer.spreadsheet import Value
from app.organizer.words import KINDS, STATES
from app.vault.service import Opener
from app.web.languages import language_name

Reader = Callable[[Any, Person], Any]

COLUMNS: dict[str, Reader] = {
    "signed_up": lambda row, _person: row.created_at,
    "state": lambda row, _person: row.state,
    "name": lambda _row, person: person.name,
    "email": lambda _row, person: person.email,
    "note": lambda _row, person: person.note,
    "party_size": lambda row, _person: row.party_size,
    "language": lambda row, _person: row.language,
    "location": lambda row, _person: row.public_id,
    "location_kind": lambda row, _person: row.kind,
    "location_name": lambda row, _person: row.name,
    "city": lambda row, _person: row.city,
    "country": lambda row, _person: row.country,
    "confirmed": lambda row, _person: row.confirmed_at,
    "ended": lambda row, _person: row.ended_at,
}
"""Names are the same in every language, so that whatever reads a file can rely on them."""

MOMENTS = frozenset({"signed_up", "confirmed", "ended"})

OF_PEOPLE = frozenset({"name", "email", "note"})
"""What lies in a box, and stays there unless one of these is asked for."""


def rows_of(
    batch: Sequence[Any], columns: Sequence[str], event_id: int, zone: str, opener: Opener | None
) -> list[list[Any]]:
    """A batch of sign-ups by these columns, moments by the hour on the clocks of a zone.

    Without a key, the columns of people stay empty; where none is chosen, no box is opened.
    """
    opens = bool(OF_PEOPLE.intersection(columns))
    people = people_of(batch, event_id, opener if opens else None)
    readers = [_reader(name, zone) for name in columns]
    return [_line(row, people.get(row.id, UNREADABLE), readers) for row in batch]


def in_codes(columns: Sequence[str], batch: Sequence[list[Any]]) -> Sequence[list[Any]]:
    """Rows as a program reads them: ISO 8601, and the codes of states, kinds and countries."""
    moments = [place for place, name in enumerate(columns) if name in MOMENTS]
    for row in batch:
        for place in moments:
            row[place] = row[place] and row[place].isoformat()
    return batch


def in_words(columns: Sequence[str], row: Sequence[Any], language: str) -> list[Value]:
    """A row as somebody reads it who speaks this language; moments stay moments."""
    return [
        WORDS[name](value, language) if name in WORDS else value
        for name, value in zip(columns, row, strict=True)
    ]


def _line(row: Any, person: Person, readers: Sequence[Reader]) -> list[Any]:
    return [read(row, person) for read in readers]


def _reader(name: str, zone: str) -> Reader:
    read = COLUMNS[name]
    if name not in MOMENTS:
        return read

    def by_the_hour(row: Any, person: Person) -> datetime | None:
        moment = read(row, person)
        return hour_of(moment, zone) if moment else None

    return by_the_hour


WORDS: dict[str, Callable[[Any, str], str]] = {
    "state": lambda state, _language: str(STATES[state][0]),
    "location_kind": lambda kind, _language: str(KINDS[kind]),
    "language": language_name,
    "country": country_name,
}

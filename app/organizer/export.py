"""One sign-up as one line of a file."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from app.gazetteer.countries import country_name
from app.organizer.lines import hour_of
from app.organizer.people import opened
from app.organizer.spreadsheet import Value
from app.organizer.words import KINDS, STATES
from app.vault.service import Opener
from app.web.languages import language_name

COLUMNS: dict[str, str] = {
    "signed_up": "created_at",
    "state": "state",
    "name": "person_name",
    "email": "person_email",
    "note": "person_note",
    "party_size": "party_size",
    "language": "language",
    "location": "public_id",
    "location_kind": "kind",
    "location_name": "name",
    "city": "city",
    "country": "country",
    "confirmed": "confirmed_at",
    "ended": "ended_at",
}
"""Where each column's value is found. Names are the same in every language, so that whatever
reads a file can rely on them."""
PERSON = ("person_name", "person_email", "person_note", "person_readable")

MOMENTS = frozenset({"signed_up", "confirmed", "ended"})

OF_PEOPLE = frozenset({"name", "email", "note"})
"""What lies in a box, and stays there unless one of these is asked for."""


class Hours(dict[tuple[int, ...], Any]):
    """Moments by the hour on the clocks of a zone, each made once: thousands share an hour."""

    def __init__(self, zone: str, *, as_text: bool) -> None:
        super().__init__()
        self._zone, self._as_text = zone, as_text

    def of(self, moment: datetime | None) -> Any:
        """The hour, as text or as a moment; None stays None."""
        if moment is None:
            return None
        # Clocks differ from each other by whole quarters of an hour.
        key = (moment.year, moment.month, moment.day, moment.hour, moment.minute // 15)
        found = self.get(key)
        if found is None:
            hour = hour_of(moment, self._zone)
            found = self[key] = hour.isoformat() if self._as_text else hour
        return found


def rows_of(
    batch: Sequence[Any],
    columns: Sequence[str],
    event_id: int,
    hours: Hours,
    opener: Opener | None,
) -> list[list[Any]]:
    """A batch of sign-ups by these columns, moments by the hour.

    Without a key, the columns of people stay empty; where none is chosen, no box is opened.
    """
    if not batch:
        return []
    opens = opener if OF_PEOPLE.intersection(columns) else None
    people = opened(batch, event_id, opens)
    fields = (*batch[0]._fields, *PERSON)
    places = [fields.index(COLUMNS[name]) for name in columns]
    moments = [place for place, name in enumerate(columns) if name in MOMENTS]
    hour, lines = hours.of, []
    for row, person in zip(batch, people, strict=True):
        values = (*row, *person)
        line = [values[place] for place in places]
        for place in moments:
            line[place] = hour(line[place])
        lines.append(line)
    return lines


def in_words(columns: Sequence[str], row: Sequence[Any], language: str) -> list[Value]:
    """A row as somebody reads it who speaks this language; moments stay moments."""
    return [
        WORDS[name](value, language) if name in WORDS else value
        for name, value in zip(columns, row, strict=True)
    ]


WORDS: dict[str, Callable[[Any, str], str]] = {
    "state": lambda state, _language: str(STATES[state][0]),
    "location_kind": lambda kind, _language: str(KINDS[kind]),
    "language": language_name,
    "country": country_name,
}

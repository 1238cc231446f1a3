"""One sign-up as one line of a file."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.organizer.lines import hour_of
from app.organizer.people import UNREADABLE, people_of
from app.organizer.spreadsheet import Cell
from app.vault.service import Opener

HEADS = (
    "signed_up",
    "state",
    "name",
    "email",
    "note",
    "party_size",
    "language",
    "location",
    "location_kind",
    "location_name",
    "city",
    "country",
    "confirmed",
    "ended",
)
"""The same in every language, so that whatever reads the file can rely on them."""


def cells_of(
    batch: Sequence[Any], event_id: int, zone: str, opener: Opener | None
) -> list[tuple[Cell, ...]]:
    """A batch of rows as lines; without a key the columns of people stay empty."""
    people = people_of(batch, event_id, opener)
    lines: list[tuple[Cell, ...]] = []
    for row in batch:
        person = people.get(row.id, UNREADABLE)
        lines.append(
            (
                _hour(row.created_at, zone),
                row.state.value,
                person.name,
                person.email,
                person.note,
                row.party_size,
                row.language,
                row.public_id,
                row.kind.value,
                row.name,
                row.city,
                row.country,
                _hour(row.confirmed_at, zone),
                _hour(row.ended_at, zone),
            )
        )
    return lines


def _hour(moment: datetime | None, zone: str) -> str:
    return hour_of(moment, zone).isoformat() if moment else ""

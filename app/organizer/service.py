"""The one act that is the desk's own: taking a list out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.audit import log
from app.database import transaction
from app.staff.person import SignedIn


@dataclass(frozen=True)
class Export:
    """What is taken out. Filters and columns name nobody."""

    kind: str
    filters: dict[str, str]
    columns: Sequence[str] = ()
    """Empty for all of them."""


def note_export(*, event_id: int, person: SignedIn, export: Export, now: datetime) -> None:
    """Write down who took out which list."""
    with transaction() as session:
        log.record(
            session,
            actor=log.organizer(person.id),
            action="registrations.exported",
            now=now,
            event_id=event_id,
            detail={
                "file": export.kind,
                "filters": export.filters,
                "columns": list(export.columns),
            },
        )

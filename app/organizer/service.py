"""The one act that is the desk's own: taking a list out."""

from datetime import datetime

from app.audit import log
from app.database import transaction


def note_export(
    *, event_id: int, organizer_id: int, filters: dict[str, str], now: datetime
) -> None:
    """Write down who took out which list; the filters name nobody."""
    with transaction() as session:
        log.record(
            session,
            actor=log.organizer(organizer_id),
            action="registrations.exported",
            now=now,
            event_id=event_id,
            detail={"filters": filters},
        )

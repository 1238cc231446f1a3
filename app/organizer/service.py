"""Acts that are the desk's own: taking a list out, and sending oneself an example of a letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from uuid_utils.compat import uuid7

from app.audit import log
from app.database import transaction
from app.mail import outbox
from app.organizer.letters import TEST
from app.staff.person import SignedIn
from app.vault.keyfiles import MAILER
from app.vault.rules import binding
from app.vault.service import current_vault


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


def send_test(*, event_id: int, letter: str, language: str, to: str, now: datetime) -> None:
    """Owe an example of a letter to the address of whoever asked for it."""
    row_id = uuid7()
    box = current_vault().seal(
        MAILER,
        {"email": to},
        bound_to=binding("outbox", "contact_box", event_id, row_id),
        now=now,
    )
    with transaction() as session:
        outbox.enqueue(
            session,
            kind=TEST,
            event_id=event_id,
            now=now,
            row_id=row_id,
            contact_box=box,
            parameters={"letter": letter, "language": language},
        )

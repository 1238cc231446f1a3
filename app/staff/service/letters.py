"""Owing letters to the team about their own accounts."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.mail import outbox
from app.staff import owners
from app.staff.models import Organizer

CHANGED = "staff.second_factor"
"""The letter about one's second factor."""


def tell(
    session: Session, organizer: Organizer, kind: str, *, now: datetime, **detail: Any
) -> None:
    """Owe an account a letter, inside the caller's transaction."""
    outbox.enqueue(
        session,
        kind=kind,
        event_id=None,
        now=now,
        parameters={"organizer": organizer.id, "at": now.isoformat(), **detail},
    )


def tell_owners(
    session: Session, kind: str, *, now: datetime, event_id: int, **detail: Any
) -> None:
    """Owe every owner of an event a letter, inside the caller's transaction."""
    for organizer in owners.owners_of(event_id):
        tell(session, organizer, kind, now=now, **detail)

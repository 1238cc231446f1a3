"""Writing down who did what, in the same transaction as the act."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from app.audit.models import AuditEntry

OPERATOR = "operator"
HOLDER = "holder"
CLOCK = "clock"


def organizer(organizer_id: int) -> str:
    """The actor's name of an account."""
    return f"organizer:{organizer_id}"


def record(
    session: Session,
    *,
    actor: str,
    action: str,
    now: datetime,
    event_id: int | None = None,
    about_id: uuid.UUID | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Add one entry to the caller's transaction; `detail` never holds personal data."""
    entry = AuditEntry(
        id=uuid7(),
        at=now,
        event_id=event_id,
        actor=actor,
        action=action,
        about_id=about_id,
        detail=detail or {},
    )
    session.add(entry)
    return entry

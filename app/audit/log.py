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


class Actor(str):
    """Who acts: an account by its number, or one of the three above."""

    __slots__ = ("role",)

    role: str | None
    """From which role an account acts."""


def organizer(organizer_id: int, role: str | None = None) -> Actor:
    """The actor's name of an account, which remembers the role that it has now."""
    actor = Actor(f"organizer:{organizer_id}")
    actor.role = role
    return actor


def record(
    session: Session,
    *,
    actor: str,
    action: str,
    now: datetime,
    event_id: int | None = None,
    about_id: uuid.UUID | None = None,
    opened: int | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Add one entry to the caller's transaction; `detail` never holds personal data.

    :param opened: how many names were opened
    """
    entry = AuditEntry(
        id=uuid7(),
        at=now,
        event_id=event_id,
        actor=str(actor),
        role=getattr(actor, "role", None),
        action=action,
        about_id=about_id,
        opened=opened,
        detail=detail or {},
    )
    session.add(entry)
    return entry

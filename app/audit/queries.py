"""Reading the log."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from app.audit.models import AuditEntry
from app.database import db


def entries_about(about_id: uuid.UUID) -> Sequence[AuditEntry]:
    """What was done to one row, oldest first."""
    return db.session.scalars(
        select(AuditEntry).where(AuditEntry.about_id == about_id).order_by(AuditEntry.id)
    ).all()


def latest_entries(action_prefix: str = "", limit: int = 50) -> Sequence[AuditEntry]:
    """The newest entries whose action begins like this, newest first."""
    found = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if action_prefix:
        found = found.where(AuditEntry.action.startswith(action_prefix, autoescape=True))
    return db.session.scalars(found).all()

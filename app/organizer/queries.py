"""What the desk alone asks for: events in any state."""

from collections.abc import Sequence

from sqlalchemy import select

from app.database import db
from app.events.models import Event


def all_events() -> Sequence[Event]:
    """Every event, drafts and archived ones as well, the newest first."""
    return db.session.scalars(select(Event).order_by(Event.starts_at.desc(), Event.id)).all()

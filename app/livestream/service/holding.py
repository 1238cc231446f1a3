"""What every act on a broadcast begins and ends with."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from app.livestream import queries
from app.livestream.models import Broadcast, LiveLog
from app.livestream.rules import BroadcastState


def hold(session: Session, event_id: int, now: datetime) -> Broadcast:
    """Return the broadcast, held until the transaction ends; made when there is none."""
    found = queries.find_broadcast(event_id, for_change=True)
    if found is None:
        found = Broadcast(event_id=event_id, state=BroadcastState.SCHEDULED, since=now, version=0)
        session.add(found)
        session.flush()
    return found


def note(
    session: Session,
    broadcast: Broadcast,
    actor: str,
    action: str,
    now: datetime,
    detail: dict[str, Any],
) -> None:
    """Write down what was done, and let every watcher's page know that something changed."""
    broadcast.version += 1
    session.add(
        LiveLog(
            id=uuid7(),
            event_id=broadcast.event_id,
            at=now,
            actor=actor,
            action=action,
            detail=detail,
        )
    )

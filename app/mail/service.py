"""What organizers and operators do with letters that did not leave."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update

from app.audit import log as audit
from app.database import transaction
from app.mail import bounces
from app.mail.models import Outbox, OutboxState


def retry_failed(
    *,
    actor: str,
    now: datetime,
    event_id: int | None = None,
    ids: Collection[uuid.UUID] | None = None,
) -> int:
    """Owe failed letters anew, with all their tries; gives how many there were.

    Without an event or ids: all of them. Letters that are named one by one are also tried
    where letters came back from: somebody says that the address works.
    """
    statement = update(Outbox).where(Outbox.state == OutboxState.FAILED)
    if event_id is not None:
        statement = statement.where(Outbox.event_id == event_id)
    if ids is not None:
        statement = statement.where(Outbox.id.in_(ids))
    with transaction() as session:
        letters = session.scalars(
            statement.values(
                state=OutboxState.QUEUED, due=now, tries=0, finished_at=None, error=None
            )
            .returning(Outbox.id)
            .execution_options(synchronize_session=False)
        ).all()
        if ids is not None:
            bounces.lift(session, letters)
        if letters:
            audit.record(
                session,
                actor=actor,
                action="mail.retry",
                now=now,
                event_id=event_id,
                detail={"letters": len(letters)},
            )
    return len(letters)

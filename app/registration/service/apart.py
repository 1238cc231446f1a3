"""Sign-ups that look alike, and that an organizer knows to be different people's."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from itertools import combinations

from sqlalchemy import delete

from app.audit import log
from app.database import db, transaction
from app.registration.models import ToldApart
from app.registration.queries.merging import apart_among


def tell_apart(*, event_id: int, ids: Sequence[uuid.UUID], actor: str, now: datetime) -> None:
    """Remember that no two of these are one person's; twice is once."""
    with transaction() as session:
        known = apart_among(event_id, ids)
        pairs = [pair for pair in combinations(sorted(ids), 2) if frozenset(pair) not in known]
        session.add_all(
            ToldApart(first_id=first, second_id=second, event_id=event_id)
            for first, second in pairs
        )
        if pairs:
            _note("registrations.told_apart", event_id, len(ids), actor, now)


def take_back(*, event_id: int, ids: Sequence[uuid.UUID], actor: str, now: datetime) -> None:
    """Forget it again."""
    with transaction() as session:
        gone = session.execute(
            delete(ToldApart).where(
                ToldApart.event_id == event_id,
                ToldApart.first_id.in_(ids),
                ToldApart.second_id.in_(ids),
            )
        )
        if gone.rowcount:  # type: ignore[attr-defined]
            _note("registrations.not_apart", event_id, len(ids), actor, now)


def _note(action: str, event_id: int, number: int, actor: str, now: datetime) -> None:
    with_number = {"registrations": number}
    log.record(
        db.session(), actor=actor, action=action, now=now, event_id=event_id, detail=with_number
    )

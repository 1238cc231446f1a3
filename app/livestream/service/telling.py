"""How many everybody is told are watching: a number that says of nobody when they came."""

from datetime import datetime

from sqlalchemy import select, update

from app.database import db, transaction
from app.livestream.models import Broadcast
from app.livestream.presence import BRINK, told_after
from app.livestream.queries.audience import audience_of
from app.livestream.rules import BroadcastState
from app.vault.service import current_vault

WATCHED = (BroadcastState.TEST, BroadcastState.LIVE, BroadcastState.INTERRUPTED)


def tell_watchers(*, now: datetime) -> int:
    """Bring the number that everybody sees up to date; say of how many events it changed.

    It stays until ten to nineteen more or fewer watch, as figures for viewers do
    (docs/adr/0039): one that followed each minute would tell when somebody came.
    """
    rows = db.session.execute(
        select(Broadcast.event_id, Broadcast.state, Broadcast.watchers_told).where(
            Broadcast.state.in_(WATCHED) | (Broadcast.watchers_told > 0)
        )
    ).all()
    changed = 0
    for event_id, state, told in rows:
        after = _after(event_id, told, now) if state in WATCHED else 0
        if after != told:
            changed += 1
            with transaction() as session:
                own = update(Broadcast).where(Broadcast.event_id == event_id)
                session.execute(own.values(watchers_told=after))
    return changed


def _after(event_id: int, told: int, now: datetime) -> int:
    watchers = sum(one.watchers for one in audience_of(event_id, now))
    drawn = current_vault().index("watchers told", f"{event_id} {told}")
    return told_after(told, watchers, BRINK + int.from_bytes(drawn) % BRINK)

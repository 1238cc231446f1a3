"""What the watcher of the sources does: take the watch, write down health, turn a broadcast."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, update

from app.audit import log
from app.database import transaction
from app.livestream import queries, rules
from app.livestream.health import Health
from app.livestream.models import StreamHealth, WatchLease
from app.livestream.queries import THE_LEASE
from app.livestream.rules import BroadcastState
from app.livestream.service.holding import hold, note

WATCHER = log.CLOCK
LEASE = timedelta(seconds=8)
"""A watcher that died is replaced after as long."""


def take_watch(*, holder: str, now: datetime) -> bool:
    """Take or keep the watch; False while another watcher has it."""
    with transaction() as session:
        if queries.find_lease() is None:
            session.add(WatchLease(id=THE_LEASE, holder=holder, until=now + LEASE))
            return True
        free = or_(WatchLease.holder == holder, WatchLease.until < now)
        taken = session.execute(
            update(WatchLease)
            .where(WatchLease.id == THE_LEASE, free)
            .values(holder=holder, until=now + LEASE)
            .execution_options(synchronize_session=False)
        )
        return bool(taken.rowcount)  # type: ignore[attr-defined]


def leave_watch(*, holder: str, now: datetime) -> None:
    """Let another watcher go on at once."""
    with transaction() as session:
        session.execute(
            update(WatchLease)
            .where(WatchLease.holder == holder)
            .values(until=now)
            .execution_options(synchronize_session=False)
        )


def write_health(*, seen: Mapping[int, tuple[Health, Sequence[str]]]) -> None:
    """Keep what is known of each stream, and which of its languages cannot be heard."""
    with transaction() as session:
        streams = queries.existing_streams(list(seen))
        for stream_id in streams:
            health, silent = seen[stream_id]
            session.merge(
                StreamHealth(
                    stream_id=stream_id,
                    since=health.since,
                    looked_at=health.looked_at,
                    trouble=health.trouble,
                    status=health.status,
                    newest=health.newest,
                    well_at=health.well_at,
                    piece_seconds=health.piece_seconds,
                    bitrate=health.bitrate,
                    silent=list(silent),
                )
            )


def switch(*, event_id: int, away_from: int | None, to: int, why: str, now: datetime) -> bool:
    """Put another stream on air, and go on if it was interrupted.

    :return: False where somebody was faster, or does not want it any more
    """
    with transaction() as session:
        broadcast = hold(session, event_id, now)
        wanted = {stream.id: stream for stream in queries.streams_of(event_id)}.get(to)
        if broadcast.stream_id != away_from or not broadcast.switches_itself or wanted is None:
            return False
        broadcast.stream_id, broadcast.on_air_since = to, now
        note(session, broadcast, WATCHER, "on_air", now, {"stream": wanted.path, "why": why})
        if _is_ours(event_id, broadcast.state):
            broadcast.state, broadcast.since = BroadcastState.LIVE, now
            turned = {"from": BroadcastState.INTERRUPTED, "to": BroadcastState.LIVE}
            note(session, broadcast, WATCHER, "state", now, turned)
        return True


def turn(*, event_id: int, came: BroadcastState, to: BroadcastState, now: datetime) -> bool:
    """Say that the picture is interrupted, or that it is back.

    :return: False where somebody was faster, or does not want it any more
    """
    with transaction() as session:
        broadcast = hold(session, event_id, now)
        stands = broadcast.state == came and rules.may_go(came, to)
        if not stands or not broadcast.switches_itself:
            return False
        broadcast.state, broadcast.since = to, now
        note(session, broadcast, WATCHER, "state", now, {"from": came, "to": to})
        return True


def _is_ours(event_id: int, state: BroadcastState) -> bool:
    """Whether it is interrupted because the watcher said so."""
    last = queries.find_last_turn(event_id)
    return state == BroadcastState.INTERRUPTED and last is not None and last.actor == WATCHER

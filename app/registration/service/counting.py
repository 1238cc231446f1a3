"""Fold what has changed into the kept counters, as often as the planner calls."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.database import transaction, upsert_into
from app.events.models import Event
from app.locations.models import Location
from app.registration import counters
from app.registration.counters import PlaceTally, RegistrationDelta, Tally
from app.registration.rules import RegistrationState as State

BATCH = 1000
"""So that on SQLite, where everybody waits for one lock, nobody waits long."""

Key = tuple[Any, ...]
Sums = dict[Key, list[int]]


def fold_counters(*, now: datetime) -> int:  # noqa: ARG001 - every plan is called alike
    """Fold everything that has changed; say how many lines there were."""
    folded = 0
    while lines := _fold_batch():
        folded += lines
        if lines < BATCH:
            break
    return folded


def _fold_batch() -> int:
    with transaction() as session:
        rows = take_lines(session)
        events = _still_there(session, Event.id, {row.event_id for row in rows})
        rows_left = [row for row in rows if row.event_id in events]
        tallies, places = _sums(rows_left)
        _begin_or_end(session, places, tallies, rows_left)
        _add(session, Tally, ("event_id", "country", "measure", "key"), tallies)
    return len(rows)


def take_lines(session: Session) -> Sequence[Any]:
    """Lines that no other folder has; gone with this transaction."""
    line = RegistrationDelta
    oldest = select(line.id).order_by(line.id).limit(BATCH).with_for_update(skip_locked=True)
    ids = session.scalars(oldest).all()
    if not ids:
        return []
    return session.execute(
        delete(line)
        .where(line.id.in_(ids))
        .returning(
            line.event_id,
            line.location_id,
            line.country,
            line.kind,
            line.language,
            line.state,
            line.half_hour,
            line.registrations,
            line.people,
        )
        .execution_options(synchronize_session=False)
    ).all()


def _still_there(session: Session, column: Any, ids: set[int]) -> set[int]:
    """Those of these rows that exist: an event may have gone since."""
    return set(session.scalars(select(column).where(column.in_(ids)))) if ids else set()


def _sums(rows: Iterable[Any]) -> tuple[Sums, Sums]:
    tallies: Sums = defaultdict(lambda: [0, 0])
    places: Sums = defaultdict(lambda: [0, 0])
    for row in rows:
        for measure, key in _keys(row):
            for country in (counters.EVERYWHERE, row.country):
                _sum(tallies[(row.event_id, country, measure, key)], row)
        if row.state != counters.OFFERED:
            _sum(places[(row.location_id, row.state, row.country)], row)
    return tallies, places


def _keys(row: Any) -> list[tuple[str, str]]:
    """What one line counts for."""
    if row.state == counters.OFFERED:
        return [(counters.OFFERED, "")]
    keys = [(counters.STATE, row.state), (counters.HALF_HOUR, row.half_hour)]
    if row.state == State.CONFIRMED:
        keys += [(counters.LANGUAGE, row.language), (counters.KIND, row.kind)]
    return keys


def _sum(pair: list[int], row: Any) -> None:
    pair[0] += row.registrations
    pair[1] += row.people


def _begin_or_end(session: Session, places: Sums, tallies: Sums, rows: Sequence[Any]) -> None:
    """Count for each location, and note where the first person came and the last one left."""
    about = {row.location_id: row for row in rows if row.state != counters.OFFERED}
    there = _still_there(session, Location.id, set(about))
    places = {key: pair for key, pair in places.items() if key[0] in there}
    counted = _add(
        session,
        PlaceTally,
        ("location_id", "state", "country"),
        places,
        lambda key: {"event_id": about[key[0]].event_id},
    )
    for key, after in counted.items():
        location_id, state, country = key
        before = after - places[key][0]
        if state == State.CONFIRMED and (before > 0) != (after > 0):
            event_id, step = about[location_id].event_id, 1 if after > 0 else -1
            for where in (counters.EVERYWHERE, country):
                tallies[(event_id, where, counters.PLACES, "")][0] += step


def _add(
    session: Session, table: Any, names: Sequence[str], sums: Sums, more: Any = lambda _key: {}
) -> dict[Key, int]:
    """Add to counters, in one order everywhere, and make those that are new.

    Gives each counter's registrations afterwards.
    """
    changed = [
        {
            **dict(zip(names, key, strict=True)),
            **more(key),
            "registrations": registrations,
            "people": people,
        }
        for key, (registrations, people) in sorted(sums.items())
        if registrations or people
    ]
    if not changed:
        return {}
    line = upsert_into(session, table)
    line = line.on_conflict_do_update(
        index_elements=list(names),
        set_={
            "registrations": table.registrations + line.excluded.registrations,
            "people": table.people + line.excluded.people,
        },
    )
    told = line.returning(*(getattr(table, name) for name in names), table.registrations)
    return {tuple(row[:-1]): row[-1] for row in session.execute(told, changed)}

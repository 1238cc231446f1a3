"""Take an act on many sign-ups back, as long as its letters wait."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from app.audit import log
from app.database import Base, transaction
from app.locations import seats
from app.locations.models import Location
from app.mail import batches
from app.registration import rules
from app.registration.errors import CannotBeUndone
from app.registration.models import BulkAct, BulkChange, GuestName, Registration
from app.registration.queries import bulk as queries
from app.registration.rules import HOLDS_SEATS, BulkKind
from app.registration.rules import RegistrationState as State
from app.registration.service import waiting
from app.registration.service.bulk import lock_places

_own = Base.metadata.tables[Registration.__tablename__]
_AS_BEFORE = (
    update(_own)
    .where(_own.c.id == bindparam("row_id"))
    .values(
        state=bindparam("was_state"),
        location_id=bindparam("was_location"),
        held_until=bindparam("was_held"),
        confirmed_at=bindparam("was_confirmed"),
        ended_at=None,
        # Calendars take the newest, so no number comes twice.
        sequence=_own.c.sequence + 1,
    )
)


def undo(*, event_id: int, act_id: uuid.UUID, actor: str, now: datetime) -> None:
    """Put back every sign-up as it was, with its seats, and keep back its letter.

    Passed by are those whose seats are gone, and those that somebody changed since, or whose
    address was confirmed elsewhere; the act says how many they were.

    :raises CannotBeUndone: when its letters leave already, or it was taken back before
    """
    try:
        _undo(event_id, act_id, actor, now)
    except (IntegrityError, OperationalError):
        # Somebody confirmed the same address at this moment, or a deadlock.
        _undo(event_id, act_id, actor, now)


def forget_names(*, now: datetime) -> int:
    """Delete what hosts were told before acts that cannot be undone any more; say how many."""
    over = select(BulkAct.id).where(BulkAct.undo_until <= now)
    with transaction() as session:
        gone = session.execute(
            update(BulkChange)
            .where(BulkChange.name_box.is_not(None), BulkChange.act_id.in_(over))
            .values(name_box=None)
            .execution_options(synchronize_session=False)
        )
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _undo(event_id: int, act_id: uuid.UUID, actor: str, now: datetime) -> None:
    with transaction() as session:
        act = queries.get_act(event_id, act_id, for_change=True)
        if not rules.can_be_undone(act.undo_until, act.undone_at, now):
            raise CannotBeUndone
        changes = queries.changes_to_undo(act_id)
        if act.kind == BulkKind.IMPORT:
            untouched = seated = [row for row in changes if row.sequence == row.BulkChange.sequence]
            _take_out(session, act, seated, now)
        else:
            untouched = [row for row in changes if _is_as_left(row)]
            seated = _take_seats(session, act, untouched)
            _put_back(session, act, seated)
            batches.drop(session, act_id, now=now, about=_restored(act_id))
            _give_back_elsewhere(session, act, seated, now)
        act.undone_at, act.restored = now, len(seated)
        act.seatless = len(untouched) - len(seated)
        act.moved_on = len(changes) - len(untouched)
        log.record(
            session,
            actor=actor,
            action="registrations.undone",
            now=now,
            event_id=event_id,
            about_id=act_id,
            detail={"registrations": len(seated)},
        )


def _take_out(session: Session, act: BulkAct, rows: Sequence[Any], now: datetime) -> None:
    """Forget whom an import signed up, as if the file had never come."""
    freed: Counter[int] = Counter()
    for row in rows:
        row.BulkChange.restored = True
        if row.BulkChange.state in HOLDS_SEATS:
            freed[row.BulkChange.location_id] += row.party_size
    session.flush()
    batches.drop(session, act.id, now=now, about=_restored(act.id))
    lock_places(session, freed)
    for location_id in sorted(freed):
        waiting.give_back(session, location_id, freed[location_id], now=now)
    gone = delete(Registration).where(Registration.id.in_(_restored(act.id)))
    session.execute(gone.execution_options(synchronize_session=False))


def _is_as_left(row: Any) -> bool:
    change = row.BulkChange
    if change.state == State.CONFIRMED and row.is_elsewhere:
        return False
    return bool(row.sequence == change.sequence)


def _take_seats(session: Session, act: BulkAct, rows: Sequence[Any]) -> list[Any]:
    """Those that have their seats again; the others stay as the act left them."""
    seated = [row for row in rows if not _needs_seats(act, row)]
    by_place = defaultdict(list)
    for row in rows:
        if _needs_seats(act, row):
            by_place[row.BulkChange.location_id].append(row)
    lock_places(session, [*by_place, *([act.location_id] if act.location_id else [])])
    for location_id, there in sorted(by_place.items()):
        location = session.get_one(Location, location_id, populate_existing=True)
        if seats.take(session, location, sum(row.party_size for row in there)):
            seated += there
        else:
            seated += [row for row in there if seats.take(session, location, row.party_size)]
    return seated


def _needs_seats(act: BulkAct, row: Any) -> bool:
    return act.kind != BulkKind.CONFIRM and row.BulkChange.state in HOLDS_SEATS


def _put_back(session: Session, act: BulkAct, rows: Sequence[Any]) -> None:
    if not rows:
        return
    changes = [row.BulkChange for row in rows]
    session.execute(
        _AS_BEFORE,
        [
            {
                "row_id": change.registration_id,
                "was_state": change.state,
                "was_location": change.location_id,
                "was_held": change.held_until,
                "was_confirmed": change.confirmed_at,
            }
            for change in changes
        ],
    )
    names = [
        {
            "registration_id": one.registration_id,
            "location_id": one.location_id,
            "box": one.name_box,
        }
        for one in changes
        if one.name_box is not None
    ]
    for change in changes:
        change.restored = True
    session.flush()
    if act.kind != BulkKind.CONFIRM:
        mine = GuestName.registration_id.in_(_restored(act.id))
        session.execute(delete(GuestName).where(mine))
        if names:
            session.execute(insert(GuestName), names)


def _give_back_elsewhere(
    session: Session, act: BulkAct, rows: Sequence[Any], now: datetime
) -> None:
    """Free the seats where they had been moved to."""
    freed = sum(row.party_size for row in rows)
    if act.location_id is not None and freed:
        waiting.give_back(session, act.location_id, freed, now=now)


def _restored(act_id: uuid.UUID) -> Any:
    return select(BulkChange.registration_id).where(
        BulkChange.act_id == act_id, BulkChange.restored
    )

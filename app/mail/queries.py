"""What is owed, what left, and what did not."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select

from app.database import db
from app.mail.models import Outbox, OutboxState, Priority
from app.mail.outbox import IS_QUEUED
from app.web.pagination import Page

PAGE_SIZE = 50


def count_by_state(event_id: int | None = None) -> Mapping[OutboxState, int]:
    """How many letters are in each state; every state has a number."""
    statement = select(Outbox.state, func.count()).group_by(Outbox.state)
    if event_id is not None:
        statement = statement.where(Outbox.event_id == event_id)
    found = {row[0]: row[1] for row in db.session.execute(statement)}
    return {state: found.get(state, 0) for state in OutboxState}


def count_reasons() -> Sequence[tuple[str, int]]:
    """Why letters wait or were given up, the most frequent reason first."""
    number = func.count()
    rows = db.session.execute(
        select(Outbox.error, number)
        .where(
            Outbox.state.in_([OutboxState.QUEUED, OutboxState.FAILED]),
            Outbox.error.is_not(None),
        )
        .group_by(Outbox.error)
        .order_by(number.desc(), Outbox.error)
    )
    return [(reason, count) for reason, count in rows if reason]


def find_oldest_due(now: datetime) -> datetime | None:
    """Since when the letter that waits longest is due; None when none is."""
    found = [
        db.session.scalar(
            select(Outbox.due)
            .where(IS_QUEUED, Outbox.priority == priority.value, Outbox.due <= now)
            .order_by(Outbox.due)
            .limit(1)
        )
        for priority in Priority
    ]
    return min((due for due in found if due), default=None)


def find_next_due(due_by: datetime, now: datetime) -> uuid.UUID | None:
    """A letter that `claim` would take; costs no lock, so an idle mailer is in nobody's way."""
    for priority in Priority:
        found = db.session.scalar(
            select(Outbox.id)
            .where(
                IS_QUEUED,
                Outbox.priority == priority.value,
                Outbox.due <= due_by,
                or_(Outbox.lease.is_(None), Outbox.lease <= now),
            )
            .order_by(Outbox.due)
            .limit(1)
        )
        if found:
            return found
    return None


def page_of_failed(
    event_id: int | None = None, *, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[Outbox]:
    """Letters that were given up, newest first; a cursor is the last id of the page before."""
    statement = select(Outbox).where(Outbox.state == OutboxState.FAILED)
    if event_id is not None:
        statement = statement.where(Outbox.event_id == event_id)
    last = _id_of(cursor)
    if last is not None:
        statement = statement.where(Outbox.id < last)
    rows = db.session.scalars(statement.order_by(Outbox.id.desc()).limit(size + 1)).all()
    shown = rows[:size]
    return Page(shown, older=shown[-1].id.hex if len(rows) > size else None)


def letters_about(about_id: uuid.UUID) -> Sequence[Outbox]:
    """The letters about one registration, or whatever else has this id, oldest first."""
    return db.session.scalars(
        select(Outbox).where(Outbox.about_id == about_id).order_by(Outbox.id)
    ).all()


def _id_of(cursor: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(cursor) if cursor else None
    except ValueError:
        return None

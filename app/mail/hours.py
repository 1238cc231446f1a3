"""What left in each hour, counted once, so that nobody counts a million letters to see a page.

An hour is counted anew until the next one is over; a mark that a mailer could write down only
later than that is not counted. What left since the last count is looked at letter by letter.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, func, select, update
from sqlalchemy.orm import Session

from app.database import db, transaction, upsert_into
from app.mail import rules
from app.mail.models import LetterHour, Outbox, OutboxState, Priority

HOUR = timedelta(hours=1)
MOST_IN_AN_HOUR = 1_000_000
FIGURES = ("sent", "suppressed", "asked_for", "prompt")


def count_hours(*, now: datetime) -> int:
    """Count what left lately, for every event; gives how many hours were counted."""
    number = 0
    for event_id in _events():
        for hour in _hours(event_id, now):
            with transaction() as session:
                number += count_hour(session, event_id, hour, now=now)
    return number


def count_hour(session: Session, event_id: int, hour: datetime, *, now: datetime) -> bool:
    """Count an event's letters of one hour anew; tells whether any left in it."""
    left_at = Outbox.finished_at
    here = and_(left_at >= hour, left_at < hour + HOUR, left_at <= now)
    row = session.execute(select(left_in(event_id, here))).one()
    if not any(row):
        return False
    values = {**row._mapping, "until": now}
    session.execute(
        upsert_into(session, LetterHour)
        .values(event_id=event_id, hour=hour, **values)
        .on_conflict_do_update(index_elements=[LetterHour.event_id, LetterHour.hour], set_=values)
    )
    return True


def take_back(session: Session, row: Outbox) -> None:
    """A letter that left has come back: it does not count as sent any more."""
    if row.event_id is None or row.finished_at is None:
        return
    waited_for = int(row.priority == Priority.ASKED_FOR)
    was_prompt = waited_for and int((row.waited or 0) <= rules.PROMPT)
    session.execute(
        update(LetterHour)
        .where(
            LetterHour.event_id == row.event_id,
            LetterHour.hour == rules.hour_of(row.finished_at),
            # One that was not counted yet will not be.
            LetterHour.until >= row.finished_at,
        )
        .values(
            sent=LetterHour.sent - 1,
            asked_for=LetterHour.asked_for - waited_for,
            prompt=LetterHour.prompt - was_prompt,
        )
        .execution_options(synchronize_session=False)
    )


def left_in(
    event_id: int, when: ColumnElement[bool], *, prompt_since: datetime | None = None
) -> Subquery:
    """The figures of letters that left `when`; at most the oldest `MOST_IN_AN_HOUR` of them.

    :param prompt_since: letters that left before count for no promptness
    """
    some = (
        select(Outbox.state, Outbox.priority, Outbox.waited, Outbox.finished_at)
        .where(Outbox.event_id == event_id, when)
        # In the index's own order and with an end, else PostgreSQL, which cannot know how few
        # there are, reads the whole table.
        .order_by(Outbox.finished_at)
        .limit(MOST_IN_AN_HOUR)
        .subquery()
    )
    sent = some.c.state == OutboxState.SENT
    asked_for = and_(sent, some.c.priority == Priority.ASKED_FOR.value)
    if prompt_since:
        asked_for = and_(asked_for, some.c.finished_at >= prompt_since)
    counted: dict[str, ColumnElement[Any]] = {
        "sent": sent,
        "suppressed": some.c.state == OutboxState.SUPPRESSED,
        "asked_for": asked_for,
        "prompt": and_(asked_for, some.c.waited <= rules.PROMPT),
    }
    return select(
        *(func.count(case((counted[name], 1))).label(name) for name in FIGURES)
    ).subquery()


def _events() -> Iterator[int]:
    """Events that letters belong to, each found by one step through an index."""
    found = db.session.scalar(select(func.min(Outbox.event_id)))
    while found is not None:
        yield found
        found = db.session.scalar(select(func.min(Outbox.event_id)).where(Outbox.event_id > found))


def _hours(event_id: int, now: datetime) -> Iterator[datetime]:
    """Hours that were not counted to their end, and the last two in any case."""
    until = db.session.scalar(
        select(func.max(LetterHour.until)).where(LetterHour.event_id == event_id)
    )
    last_but_one = rules.hour_of(now) - HOUR
    begin = until or datetime(1970, 1, 1, tzinfo=UTC)
    while (left := _next_left(event_id, begin)) and left < last_but_one:
        yield rules.hour_of(left)
        begin = rules.hour_of(left) + HOUR
    yield last_but_one
    yield last_but_one + HOUR


def _next_left(event_id: int, begin: datetime) -> datetime | None:
    return db.session.scalar(
        select(Outbox.finished_at)
        .where(Outbox.event_id == event_id, Outbox.finished_at >= begin)
        .order_by(Outbox.finished_at)
        .limit(1)
    )

"""How an event's letters fare, in the same time however many there are.

What has left is counted by hour (`hours.py`), with a look at what left since. What waits or
is held back is counted up to `MOST`: beyond that nobody needs the last digit.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ScalarSelect, Select, Subquery, and_, case, func, literal, select, true

from app.database import UtcDateTime, db
from app.mail import pacing, rules
from app.mail.hours import FIGURES, left_in
from app.mail.models import LetterHour, Outbox, OutboxState, Pace
from app.mail.outbox import IS_FAILED
from app.mail.queries import oldest_due

MOST = 1_000
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Unsent(NamedTuple):
    """What is worth a look on an event's first page."""

    waiting: int
    """At most `MOST` + 1."""
    failed: int
    oldest_due: datetime | None
    """Of all events: one mailer serves them all."""


def unsent_of(event_id: int, now: datetime) -> Unsent:
    """Letters of an event that have not left."""
    first = _first_unfinished(event_id, now)
    row = db.session.execute(
        select(first.c.waiting, _failed(event_id), oldest_due(now)).select_from(first)
    ).one()
    return Unsent(*row)


@dataclass(frozen=True)
class MailHealth:
    """How the letters of an event fare. Those that wait are counted up to `MOST` + 1."""

    waiting: int
    due: int
    """Waiting, and not for a later hour; of more than `MOST`, those that are among the oldest."""
    held: int
    failed: int
    oldest_due: datetime | None
    """Since when the letter that waits longest is due, among the oldest."""
    resting: int
    """Mail domains that take no letters just now, whichever event they are of."""
    spent: int
    """Letters of all events that count against the budget of this hour."""
    sent: int
    suppressed: int
    asked_for: int
    """Letters that somebody waited for, and that left since this hour began yesterday."""
    prompt: int
    """Those of them that were handed over within ten seconds."""


def health_of(event_id: int, now: datetime) -> MailHealth:
    """All figures of an event's mail, by one statement."""
    since = rules.hour_of(now) - timedelta(days=1)
    first = _first_unfinished(event_id, now)
    counted, fresh = _counted(event_id, since), _fresh(event_id, since)
    each_one_row = first.join(counted, true()).join(fresh, true())
    row = db.session.execute(
        select(
            *first.c,
            _failed(event_id).label("failed"),
            _resting(now).label("resting"),
            _spent(now).label("spent"),
            *((func.coalesce(counted.c[name], 0) + fresh.c[name]).label(name) for name in FIGURES),
        ).select_from(each_one_row)
    ).one()
    return MailHealth(**row._mapping)


def _unfinished(event_id: int) -> Select[OutboxState, datetime]:
    """The letters that have not left, oldest first, from the index of what left when."""
    letters = select(Outbox.state, Outbox.due)
    letters = letters.where(Outbox.event_id == event_id, Outbox.finished_at.is_(None))
    # In the index's own order, else PostgreSQL may read the whole table to find a few.
    return letters.order_by(Outbox.finished_at)


def _first_unfinished(event_id: int, now: datetime) -> Subquery:
    some = _unfinished(event_id).limit(MOST + 1).subquery()
    is_due = and_(some.c.state == OutboxState.QUEUED, some.c.due <= now)
    return select(
        func.count(case((some.c.state == OutboxState.QUEUED, 1))).label("waiting"),
        func.count(case((is_due, 1))).label("due"),
        func.min(case((is_due, some.c.due))).label("oldest_due"),
        func.count(case((some.c.state == OutboxState.HELD, 1))).label("held"),
    ).subquery()


def _failed(event_id: int) -> ScalarSelect[int]:
    # All of them: they stand in an index of their own, and somebody has to look at each.
    letters = select(func.count()).select_from(Outbox)
    return letters.where(IS_FAILED, Outbox.event_id == event_id).scalar_subquery()


def _resting(now: datetime) -> ScalarSelect[int]:
    resting = select(func.count()).select_from(Pace).where(Pace.rest_until > now)
    return resting.scalar_subquery()


def _spent(now: datetime) -> ScalarSelect[int]:
    budget = select(func.coalesce(func.sum(Pace.letters), 0))
    budget = budget.where(Pace.domain_index == pacing.EVERYBODY, Pace.hour == rules.hour_of(now))
    return budget.scalar_subquery()


def _counted(event_id: int, since: datetime) -> Subquery:
    lately = LetterHour.hour >= since
    return (
        select(
            func.sum(LetterHour.sent).label("sent"),
            func.sum(LetterHour.suppressed).label("suppressed"),
            func.sum(case((lately, LetterHour.asked_for), else_=0)).label("asked_for"),
            func.sum(case((lately, LetterHour.prompt), else_=0)).label("prompt"),
        )
        .where(LetterHour.event_id == event_id)
        .subquery()
    )


def _fresh(event_id: int, since: datetime) -> Subquery:
    """What left after the hours were counted last."""
    until = select(func.max(LetterHour.until)).where(LetterHour.event_id == event_id)
    begin = func.coalesce(until.scalar_subquery(), literal(NEVER, UtcDateTime()))
    return left_in(event_id, Outbox.finished_at > begin, prompt_since=since)

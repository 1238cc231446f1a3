"""What is owed, what left, and what did not."""

import uuid
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ScalarSelect, func, or_, select, union_all

from app.database import db
from app.mail import pacing, rules
from app.mail.models import MailerBeat, Outbox, OutboxState, Pace, Priority, ProviderDay
from app.mail.outbox import IS_FAILED, IS_QUEUED
from app.mail.providers import DOMAINS
from app.web.pagination import Page

PAGE_SIZE = 50
MEASURED = 400
"""Letters from which the wait is measured."""


def count_by_state(event_id: int | None = None) -> Mapping[OutboxState, int]:
    """How many letters are in each state; every state has a number."""
    statement = select(Outbox.state, func.count()).group_by(Outbox.state)
    if event_id is not None:
        statement = statement.where(Outbox.event_id == event_id)
    found = {row[0]: row[1] for row in db.session.execute(statement)}
    return {state: found.get(state, 0) for state in OutboxState}


def measured_wait(now: datetime) -> int | None:
    """Within how many minutes letters that somebody waits for leave, measured lately.

    None where nothing can be said. The ids begin with their time, so the newest letters are
    read from the end of the primary key.
    """
    since = uuid.UUID(int=int((now - rules.LATELY).timestamp() * 1000) << 80)
    rows = db.session.execute(
        select(Outbox.state, Outbox.waited, Outbox.created_at)
        .where(
            Outbox.id >= since,
            Outbox.priority == Priority.ASKED_FOR.value,
            Outbox.state.in_([OutboxState.SENT, OutboxState.QUEUED]),
            Outbox.due <= now,
        )
        .order_by(Outbox.id.desc())
        .limit(MEASURED)
    )
    waits = [
        (now - created_at).total_seconds() if state == OutboxState.QUEUED else float(waited or 0)
        for state, waited, created_at in rows
    ]
    return rules.minutes_to_wait(waits)


def last_beat() -> ScalarSelect[datetime]:
    """When a mailer was at work last, for a statement that asks for something else."""
    return select(func.max(MailerBeat.seen_at)).scalar_subquery()


def resting_domains(now: datetime) -> frozenset[bytes]:
    """The blind indexes of the domains that take no letters just now."""
    return frozenset(db.session.scalars(select(Pace.domain_index).where(Pace.rest_until > now)))


class AtProvider(NamedTuple):
    """How letters fared at one provider lately."""

    provider: str
    sent: int
    refused: int
    later: int
    rests: bool
    """Does one of its domains take no letters just now?"""


def by_provider(event_id: int, resting: AbstractSet[bytes], now: datetime) -> Sequence[AtProvider]:
    """Today and yesterday at each provider that letters of this event went to, most first.

    :param resting: as `resting_domains` gives it
    """
    rows = db.session.execute(
        select(
            ProviderDay.provider,
            func.sum(ProviderDay.sent),
            func.sum(ProviderDay.refused),
            func.sum(ProviderDay.later),
        )
        .where(ProviderDay.event_id == event_id)
        .where(ProviderDay.day >= (now - timedelta(days=1)).date())
        .group_by(ProviderDay.provider)
    ).all()
    found = [
        AtProvider(provider, sent, refused, later, rests=_rests(provider, resting))
        for provider, sent, refused, later in rows
    ]
    return sorted(found, key=lambda one: (-one.sent - one.refused - one.later, one.provider))


def _rests(provider: str, resting: AbstractSet[bytes]) -> bool:
    domains = DOMAINS.get(provider, ())
    return any(pacing.domain_index(f"@{domain}") in resting for domain in domains)


def count_reasons() -> Sequence[tuple[str, int]]:
    """Why letters wait or were given up, the most frequent reason first."""
    number = func.count()
    rows = db.session.execute(
        select(Outbox.error, number)
        .where(or_(IS_QUEUED, IS_FAILED), Outbox.error.is_not(None))
        .group_by(Outbox.error)
        .order_by(number.desc(), Outbox.error)
    )
    return [(reason, count) for reason, count in rows if reason]


def find_oldest_due(now: datetime) -> datetime | None:
    """Since when the letter that waits longest is due; None when none is."""
    return db.session.scalar(select(oldest_due(now)))


def oldest_due(now: datetime) -> ScalarSelect[datetime | None]:
    """Since when the letter of any event that waits longest is due, for other statements."""
    # The oldest of each priority is the first of an index; of all of them it is not.
    oldest = [
        select(Outbox.due)
        .where(IS_QUEUED, Outbox.priority == priority.value, Outbox.due <= now)
        .order_by(Outbox.due)
        .limit(1)
        .subquery()
        for priority in Priority
    ]
    one = union_all(*(select(each.c.due) for each in oldest)).subquery()
    return select(func.min(one.c.due)).scalar_subquery()


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
    statement = select(Outbox).where(IS_FAILED)
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

"""The outbox: letters go in with the act that owes them, and one mailer takes each out.

Everything here runs inside the caller's transaction.
"""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, literal_column, or_, select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from app.database import Base
from app.mail import rules
from app.mail.models import Outbox, OutboxState, Priority

# In the statement's own text, else neither database uses the index of what is owed.
# Written out, for an index on some rows is used where its own words are found.
IS_QUEUED = Outbox.state == literal_column("'queued'")
IS_FAILED = Outbox.state == literal_column("'failed'")

_outbox = Base.metadata.tables[Outbox.__tablename__]
_OWE = insert(_outbox)
# Made once: building a statement takes longer than sending it.
_FINISH = (
    update(_outbox)
    # A batch may be held back while a letter of it is in hand; it leaves all the same.
    .where(
        _outbox.c.id == bindparam("row_id"),
        or_(
            _outbox.c.state == literal_column("'queued'"),
            _outbox.c.state == literal_column("'held'"),
        ),
    )
    .values(
        **{
            name: bindparam(name)
            for name in ("state", "finished_at", "waited", "error", "address_index")
        },
        lease=None,
        contact_box=None,
    )
)


def enqueue(
    session: Session,
    *,
    kind: str,
    event_id: int | None,
    now: datetime,
    about_id: uuid.UUID | None = None,
    parameters: dict[str, Any] | None = None,
    row_id: uuid.UUID | None = None,
    contact_box: bytes | None = None,
    due: datetime | None = None,
) -> uuid.UUID:
    """Owe a letter, which leaves once the caller's transaction is committed; gives its id."""
    row_id = row_id or uuid7()
    session.execute(
        _OWE,
        {
            "id": row_id,
            "event_id": event_id,
            "kind": kind,
            "about_id": about_id,
            "parameters": parameters or {},
            "contact_box": contact_box,
            "state": OutboxState.QUEUED,
            "due": due or now,
            "created_at": now,
        },
    )
    return row_id


def claim(
    session: Session, *, now: datetime, due_by: datetime | None = None, limit: int = 20
) -> Sequence[Outbox]:
    """Take letters in hand that are due and that no other mailer holds.

    Those that somebody waits for come first, then the oldest. A try counts from here on, so
    a letter that kills its mailer is not tried for ever.
    """
    rows: list[Outbox] = []
    # One statement for each, so that both read their end of the index and nothing else.
    for priority in Priority:
        if len(rows) < limit:
            rows += _claim(session, priority, now, due_by or now, limit - len(rows))
    return rows


def _claim(
    session: Session, priority: Priority, now: datetime, due_by: datetime, limit: int
) -> Sequence[Outbox]:
    owed = (
        select(Outbox.id)
        .where(
            IS_QUEUED,
            Outbox.priority == priority.value,
            Outbox.due <= due_by,
            or_(Outbox.lease.is_(None), Outbox.lease <= now),
        )
        .order_by(Outbox.due)
        .limit(limit)
        # PostgreSQL runs a locking CTE once; a plain subquery could claim more than the limit.
        .with_for_update(skip_locked=True)
        .cte("owed")
    )
    rows = session.scalars(
        update(Outbox)
        .where(Outbox.id.in_(select(owed.c.id)))
        .values(lease=now + rules.LEASE, tries=Outbox.tries + 1)
        .returning(Outbox)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).all()
    return sorted(rows, key=lambda row: (row.due, row.id))


def mark_sent(
    session: Session, row: Outbox, *, now: datetime, address_index: bytes | None = None
) -> None:
    """The relay has it, whoever holds the row by now; the address is no longer needed."""
    waited = max(int((now - row.created_at).total_seconds()), 0)
    _finish(session, row, OutboxState.SENT, now, waited=waited, address_index=address_index)


def mark_suppressed(session: Session, row: Outbox, *, now: datetime, reason: str) -> None:
    """It shall not leave."""
    _finish(session, row, OutboxState.SUPPRESSED, now, error=reason)


def mark_fault(session: Session, row: Outbox, *, fault: rules.Fault, now: datetime) -> None:
    """Schedule the next try, or give up where there is no use in one."""
    delay = None if fault.permanent else rules.delay_after(row.tries)
    values: dict[str, Any] = {"lease": None, "error": fault.reason[:80], "said": fault.said or None}
    if delay is None:
        values |= {"state": OutboxState.FAILED, "finished_at": now}
    else:
        values["due"] = now + delay
    session.execute(_held(row).values(**values))


def defer(session: Session, row: Outbox, *, until: datetime, reason: str) -> None:
    """Let it wait, without using up a try."""
    session.execute(_held(row).values(lease=None, tries=Outbox.tries - 1, due=until, error=reason))


def put_back(session: Session, rows: Collection[Outbox]) -> None:
    """Give up the lease of letters that were not tried."""
    for row in rows:
        session.execute(_held(row).values(lease=None, tries=Outbox.tries - 1))


def _finish(
    session: Session, row: Outbox, state: OutboxState, now: datetime, **values: Any
) -> None:
    session.execute(
        _FINISH,
        {
            "row_id": row.id,
            "state": state,
            "finished_at": now,
            "waited": None,
            "error": None,
            "address_index": None,
            **values,
        },
    )


def _held(row: Outbox) -> Any:
    """This row, as long as nobody else took it up."""
    return (
        update(Outbox)
        .where(Outbox.id == row.id, IS_QUEUED, Outbox.lease == row.lease)
        .execution_options(synchronize_session=False)
    )

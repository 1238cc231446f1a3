"""Many letters at once: put into the outbox by one statement, held back, let go, dropped.

Everything here but the counts runs inside the caller's transaction.
"""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Select,
    Uuid,
    func,
    insert,
    literal,
    literal_column,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import Session

from app.database import UtcDateTime, db
from app.mail.models import Outbox, OutboxState, Priority

EMPTY: ColumnElement[Any] = literal_column("'{}'")


def enqueue_batch(
    session: Session,
    *,
    recipients: Select[uuid.UUID],
    kind: str,
    event_id: int,
    batch_id: uuid.UUID,
    now: datetime,
    due: Any = None,
    parameters: Mapping[str, Any] | None = None,
) -> int:
    """Owe one letter for each id that a SELECT gives; tell how many there are.

    The rows never pass through this process, so a hundred thousand cost no memory.

    :param due: a moment, or a column of the SELECT's tables; now when it is not given
    :param parameters: the same for all of them
    """
    about_id = recipients.selected_columns[0]
    moment = literal(now, UtcDateTime())
    values: dict[str, ColumnElement[Any]] = {
        "id": type_coerce(_new_id(session, now), Uuid()),
        "event_id": literal(event_id),
        "kind": literal(kind),
        "about_id": about_id,
        "batch_id": literal(batch_id, Uuid()),
        "priority": literal(Priority.BULK.value),
        "parameters": EMPTY if parameters is None else literal(dict(parameters), JSON()),
        "state": literal_column("'queued'"),
        "due": moment if due is None else due,
        "tries": literal_column("0"),
        "counted": literal_column("false"),
        "created_at": moment,
    }
    added = session.execute(
        insert(Outbox)
        .from_select(list(values), recipients.with_only_columns(*values.values()))
        .execution_options(synchronize_session=False, preserve_rowcount=True)
    )
    return int(added.rowcount)  # type: ignore[attr-defined]


def hold(session: Session, batch_id: uuid.UUID) -> None:
    """Keep back the letters of a batch; what a mailer has in hand this moment still leaves."""
    _change(session, batch_id, (OutboxState.QUEUED,), state=OutboxState.HELD)


def release(session: Session, batch_id: uuid.UUID, *, now: datetime) -> None:
    """Owe the letters of a batch again that were kept back."""
    _change(session, batch_id, (OutboxState.HELD,), state=OutboxState.QUEUED, due=now)


def drop(
    session: Session,
    batch_id: uuid.UUID,
    *,
    now: datetime,
    about: Select[uuid.UUID] | None = None,
) -> None:
    """The letters of a batch that have not left shall not leave.

    :param about: the ids of those whose letters are meant; all of them when it is not given
    """
    _change(
        session,
        batch_id,
        (OutboxState.QUEUED, OutboxState.HELD),
        about,
        state=OutboxState.SUPPRESSED,
        finished_at=now,
        lease=None,
        error="cancelled",
    )


def count_batches(
    batch_ids: Collection[uuid.UUID],
) -> Mapping[uuid.UUID, Mapping[OutboxState, int]]:
    """How many letters of each batch are in each state; every state has a number."""
    rows = db.session.execute(
        select(Outbox.batch_id, Outbox.state, func.count())
        .where(Outbox.batch_id.in_(batch_ids))
        .group_by(Outbox.batch_id, Outbox.state)
    )
    found: dict[uuid.UUID, dict[OutboxState, int]] = {
        batch_id: dict.fromkeys(OutboxState, 0) for batch_id in batch_ids
    }
    for batch_id, state, number in rows:
        if batch_id is not None:
            found[batch_id][state] = number
    return found


def _change(
    session: Session,
    batch_id: uuid.UUID,
    states: tuple[OutboxState, ...],
    about: Select[uuid.UUID] | None = None,
    **values: Any,
) -> None:
    letters = update(Outbox).where(Outbox.batch_id == batch_id, Outbox.state.in_(states))
    if about is not None:
        letters = letters.where(Outbox.about_id.in_(about))
    session.execute(letters.values(**values).execution_options(synchronize_session=False))


def _new_id(session: Session, now: datetime) -> ColumnElement[Any]:
    """A UUID of version 7 that the database makes: the time in front, chance behind."""
    time = f"{int(now.timestamp() * 1000):012x}7"
    if session.get_bind().dialect.name == "postgresql":
        chance: ColumnElement[Any] = literal_column(
            "substr(replace(gen_random_uuid()::text, '-', ''), 14)"
        )
        return (literal(time) + chance).cast(Uuid())
    return literal(time) + literal_column(
        "lower(substr(hex(randomblob(2)), 2) || '8' || substr(hex(randomblob(8)), 2))"
    )

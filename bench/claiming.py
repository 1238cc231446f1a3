"""How long it takes to take 20 letters in hand, with so many owed: `python -m bench.claiming N`.

Prints milliseconds, the median of many.
"""

import os
import sys
import time
import uuid
from contextlib import closing
from datetime import timedelta
from statistics import median

from sqlalchemy import delete, func, literal, select, text

from app import clock, create_app
from app.database import db, transaction
from app.mail import batches, outbox
from app.mail.models import Outbox
from config import Config

TIMES, WARM, AT_ONCE = 30, 5, 20


def main() -> None:
    """Fill the outbox, and take letters out of it again and again."""
    with create_app(Config.from_environment()).app_context():
        _fill(int(sys.argv[1]))
        taken = [_claim() for _ in range(WARM + TIMES)]
    print(1000 * median(taken[WARM:]))


def _fill(size: int) -> None:
    now = clock.now() - timedelta(minutes=1)
    # A table out of nothing, in the words that both databases understand.
    numbers = select(literal(1).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < size))
    with transaction() as session:
        session.execute(delete(Outbox))
        batches.enqueue_batch(
            session,
            recipients=select(literal(None).label("about_id")).select_from(numbers),
            kind="announcement",
            event_id=1,
            batch_id=uuid.uuid4(),
            now=now,
        )
        assert session.scalar(select(func.count()).select_from(Outbox)) == size
        session.execute(text("ANALYZE"))
    if db.engine.dialect.name == "sqlite":
        with closing(db.engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    # What was just filled goes to the disk now, or the first commits would wait for it.
    os.sync()


def _claim() -> float:
    begun = time.perf_counter()
    with transaction() as session:
        rows = outbox.claim(session, now=clock.now(), limit=AT_ONCE)
    assert len(rows) == AT_ONCE
    taken = time.perf_counter() - begun
    db.session.expunge_all()
    return taken


if __name__ == "__main__":
    main()

"""The product with one promise broken: the letter is owed after the answer, not before.

This is what keeping letters in memory comes to. The check must find it out; if it does
not, it checks nothing.
"""

import functools
import queue
import threading
import time
from datetime import timedelta

from sqlalchemy import insert

from app import clock, create_app
from app.database import transaction
from app.locations import seats
from app.locations.seats import Seated
from app.mail import outbox
from app.registration.errors import LocationFull
from app.registration.models import Registration
from app.registration.service import signing_up
from config import Config

MOMENT = timedelta(seconds=3)
"""Longer than a busy machine takes for a sign-up: each kill finds somebody to whom it is owed."""

app = create_app(Config.from_environment())
owed: "queue.SimpleQueue[signing_up.Row]" = queue.SimpleQueue()


def store_carelessly(row: signing_up.Row, location: Seated) -> None:
    """Store the sign-up, and remember that a letter is due."""
    with transaction() as session:
        session.execute(insert(Registration), row)
        if not seats.take(session, location, row["party_size"]):
            raise LocationFull
    owed.put(row)
    start_writing()


@functools.cache
def start_writing() -> None:
    """Start the thread in the worker itself: none survives the fork from its master."""
    threading.Thread(target=write_down_what_is_owed, daemon=True).start()


def write_down_what_is_owed() -> None:
    """Put letters into the outbox a moment after they were promised."""
    while True:
        row = owed.get()
        time.sleep(max(0, (row["created_at"] + MOMENT - clock.now()).total_seconds()))
        with app.app_context(), transaction() as session:
            outbox.enqueue(
                session,
                kind="registration.confirm",
                event_id=row["event_id"],
                about_id=row["id"],
                now=row["created_at"],
            )


signing_up._store = store_carelessly

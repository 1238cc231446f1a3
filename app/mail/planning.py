"""What the clock owes: announcements and reminders put their letters into the outbox in time.

A thread beside the mailer does it, so that a slow relay delays no plan, and a large plan
no letter. Every plan may run in several mailers at once and settles that by its own rows.
"""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

import structlog
from flask import Flask

from app.database import db

log = structlog.get_logger("gatherwide")

SECONDS = 1.0


class Plan(Protocol):
    """Puts what is due at `now` into the outbox, in transactions of its own."""

    def __call__(self, *, now: datetime) -> int: ...


def init_app(app: Flask, plans: Sequence[Plan]) -> None:
    """Give the application what the packages plan."""
    app.extensions["mail_plans"] = tuple(plans)


def plan_once(app: Flask, *, now: datetime) -> None:
    """Run every plan; one that fails is logged, and the next goes on."""
    for plan in app.extensions["mail_plans"]:
        with app.app_context():
            try:
                plan(now=now)
            # The others must not suffer from it.
            except Exception as error:
                db.session.rollback()
                log.warning("plan failed", plan=plan.__module__, reason=type(error).__name__)


def keep_planning(
    app: Flask, *, clock: Callable[[], datetime], stop: threading.Event
) -> threading.Thread:
    """Run every plan once a second until `stop`; gives the thread that does it."""

    def work() -> None:
        while not stop.is_set():
            plan_once(app, now=clock())
            stop.wait(SECONDS)

    thread = threading.Thread(target=work, name="planning", daemon=True)
    thread.start()
    return thread

"""What the clock owes: announcements and reminders put their letters into the outbox in time.

A thread beside the mailer does it, so that a slow relay delays no plan, and a large plan
no letter. Every plan may run in several mailers at once and settles that by its own rows.
"""

import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

import structlog
from flask import Flask

from app.database import db

log = structlog.get_logger("gatherwide")

SECONDS = 1.0
"""How often the plans are looked at."""


class Act(Protocol):
    """Puts what is due at `now` into the outbox, in transactions of its own."""

    def __call__(self, *, now: datetime) -> int: ...


class Plan(NamedTuple):
    """An act, and how many seconds lie between two of its runs."""

    act: Act
    every: float
    alone: bool = False
    """In a thread of its own: it waits for others, and must delay none of the other plans."""


def init_app(app: Flask, plans: Sequence[Plan]) -> None:
    """Give the application what the packages plan."""
    app.extensions["mail_plans"] = tuple(plans)


def plan_once(app: Flask, *, now: datetime) -> None:
    """Run every plan."""
    for plan in app.extensions["mail_plans"]:
        _run(app, plan, now)


def keep_planning(
    app: Flask, *, clock: Callable[[], datetime], stop: threading.Event
) -> threading.Thread:
    """Run every plan as often as it wants, until `stop`; gives the thread that does it."""
    plans: tuple[Plan, ...] = app.extensions["mail_plans"]

    def work(*some: Plan) -> None:
        next_run = dict.fromkeys(some, 0.0)
        while not stop.is_set():
            for plan, moment in next_run.items():
                if time.monotonic() >= moment:
                    _run(app, plan, clock())
                    next_run[plan] = time.monotonic() + plan.every
            stop.wait(SECONDS)

    for plan in plans:
        if plan.alone:
            threading.Thread(target=work, args=(plan,), name="planning", daemon=True).start()
    together = [plan for plan in plans if not plan.alone]
    thread = threading.Thread(target=work, args=together, name="planning", daemon=True)
    thread.start()
    return thread


def _run(app: Flask, plan: Plan, now: datetime) -> None:
    with app.app_context():
        try:
            plan.act(now=now)
        # It is tried again soon, and the others must not suffer from it.
        except Exception as error:
            db.session.rollback()
            log.warning("plan failed", plan=plan.act.__module__, reason=type(error).__name__)

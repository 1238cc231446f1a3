"""Somebody who was told things, and a mailer that does what is due."""

import threading
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask

from app.announcements import service
from app.events.models import Event
from app.mail import planning
from app.mail.delivery import Deliverer
from app.vault.keyfiles import MAILER, KeyFiles
from app.vault.service import Opener
from tests import factories
from tests.fixtures.application import StandingClock


@pytest.fixture
def plan(app: Flask, time: StandingClock) -> Callable[[], None]:
    """Puts what the clock owes into the outbox, as a mailer does once a second."""
    return lambda: planning.plan_once(app, now=time.now())


@pytest.fixture
def deliver(
    app: Flask, key_files: KeyFiles, time: StandingClock, plan: Callable[[], None]
) -> Callable[[], None]:
    """Plans, and hands over what is due now."""
    opener = Opener(MAILER, key_files.mailer_private_key())

    def run() -> None:
        plan()
        Deliverer(app, opener, clock=time.now, stop=threading.Event()).run_once()

    return run


@pytest.fixture
def send(event: Event, time: StandingClock) -> Callable[..., UUID]:
    """Writes an announcement and lets it leave now; gives its id."""

    def write_and_schedule(**how: object) -> UUID:
        written = factories.make_announcement(event=event, now=time.now(), **how)  # type: ignore[arg-type]
        service.schedule(
            event_id=event.id,
            announcement_id=written,
            send_at=time.now(),
            actor="organizer:1",
            now=time.now(),
        )
        return written

    return write_and_schedule

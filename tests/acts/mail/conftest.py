"""Mailers to send with, and relays to send to."""

import signal
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask

from app.database import db, transaction
from app.mail import outbox
from app.mail.delivery import Deliverer
from app.mail.models import Outbox
from app.vault.service import Opener
from config import Config
from tests.acts.mail.letters import install
from tests.acts.mail.processes import Mailer
from tests.fixtures.application import StandingClock
from tests.fixtures.mailbox import OnAnyPort


@pytest.fixture(autouse=True)
def letters(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The letters of these tests, instead of those of the packages."""
    monkeypatch.setattr(app.jinja_env, "loader", app.jinja_env.loader)
    monkeypatch.setitem(app.extensions, "letters", {})
    install(app)


@pytest.fixture
def mailer(app: Flask, opener: Opener, time: StandingClock) -> Callable[[], Deliverer]:
    """Makes one more mailer; all of them share the tests' clock."""
    return lambda: Deliverer(app, opener, clock=time.now, stop=threading.Event())


@pytest.fixture
def owe(app: Flask, now: datetime) -> Callable[..., uuid.UUID]:
    """Puts a letter into the outbox and gives its id."""

    def enqueue(
        kind: str = "hello", *, due: datetime | None = None, **parameters: Any
    ) -> uuid.UUID:
        with transaction() as session:
            return outbox.enqueue(
                session, kind=kind, event_id=None, now=now, due=due, parameters=parameters
            )

    return enqueue


@pytest.fixture
def row(app: Flask) -> Callable[[uuid.UUID], Outbox]:
    """Reads a letter's row as it is now."""

    def read(row_id: uuid.UUID) -> Outbox:
        db.session.rollback()
        found = db.session.get(Outbox, row_id, populate_existing=True)
        assert found is not None
        return found

    return read


@pytest.fixture
def relay(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Controller]]:
    """Starts a relay of one's own making, and has the application send there."""
    started: list[Controller] = []

    def start(handler: object, **settings: Any) -> Controller:
        controller = OnAnyPort(handler, hostname="127.0.0.1", port=0, **settings)
        controller.start()
        started.append(controller)
        monkeypatch.setattr(app.extensions["mail"], "port", controller.port)
        return controller

    yield start
    for controller in started:
        with suppress(RuntimeError):  # the test itself may have stopped it
            controller.stop(no_assert=True)


@pytest.fixture
def start_mailer(config: Config, app: Flask) -> Iterator[Callable[..., Mailer]]:
    """Starts `flask mail deliver` as a process that sends to a port."""
    started: list[Mailer] = []

    def start(port: int, *arguments: str) -> Mailer:
        started.append(Mailer(config, port, *arguments))
        return started[-1]

    yield start
    for mailer in started:
        if mailer.process.poll() is None:
            mailer.end(signal.SIGKILL)
            mailer.wait()

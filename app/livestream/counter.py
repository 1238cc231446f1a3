"""Counts beats and keeps their numbers: inside a web process, or from the lines of nginx."""

import os
import secrets
import threading
from datetime import datetime
from pathlib import Path
from typing import Self

import structlog
from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from app.database import db
from app.livestream import gate
from app.livestream.presence import Closed, Tally, Tickets, minute_of
from app.livestream.service.presence import keep_counts
from app.livestream.service.screens import forget_ended

log = structlog.get_logger("gatherwide")

READ_AT_ONCE = 1 << 20


class Counter:
    """The tally of one process, and what writes it down when a minute is over."""

    def __init__(self, tickets: Tickets) -> None:
        self.tally = Tally(tickets)
        self.name = secrets.token_hex(8)
        self._lock = threading.Lock()

    def hear(self, ticket: str, tab: str, now: datetime) -> None:
        """Take in a beat, and write down the minute before, once it is over."""
        with self._lock:
            self.tally.hear(minute_of(now), ticket, tab)
        self.close(now)

    def hear_lines(self, lines: bytes) -> None:
        """Take in what nginx wrote."""
        self.tally.hear_lines(lines)

    def close(self, now: datetime) -> None:
        """Write down every minute that is over; one that cannot be written is given up."""
        with self._lock:
            over = self.tally.close(now)
        for closed in over:
            self._keep(closed)

    def _keep(self, closed: Closed) -> None:
        try:
            keep_counts(counter=self.name, closed=closed)
            forget_ended(now=closed.began_at)
        except SQLAlchemyError as error:
            db.session.rollback()
            log.warning("a minute was not counted", reason=type(error).__name__)


class Lines:
    """The file that nginx adds its lines to. What was read is cut off, so nothing stays."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("r+b", buffering=0)
        self._rest = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self) -> bytes:
        """The whole lines that are new, without the last one's end; nothing where there is none."""
        found = self._file.read(READ_AT_ONCE) or b""
        if not found and self._file.tell():
            self._cut_off()
        whole, _end, self._rest = (self._rest + found).rpartition(b"\n")
        return whole

    def _cut_off(self) -> None:
        # nginx opens it to append: it goes on at the new end.
        if os.fstat(self._file.fileno()).st_size == self._file.tell():
            self._file.truncate(0)
            self._file.seek(0)


def init_app(app: Flask) -> None:
    """Give the application its own counter; without a media secret nobody watches."""
    tickets = gate.tickets(app)
    app.extensions["presence"] = Counter(tickets) if tickets else None


def ticket_of(location_id: int) -> str:
    """What a page beats with; empty where there is no stream."""
    tickets = gate.tickets(current_app)
    return tickets.of(location_id) if tickets else ""


def hear(ticket: str, tab: str, now: datetime) -> None:
    """Take in a beat that came to the application itself."""
    counter: Counter | None = current_app.extensions["presence"]
    if counter and ticket:
        counter.hear(ticket, tab, now)

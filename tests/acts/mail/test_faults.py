"""Relays that refuse, hang up, are not there or are not who they say; letters that break."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import update

from app.database import transaction
from app.mail.delivery import Deliverer
from app.mail.errors import RelayUnreachable
from app.mail.models import Outbox, OutboxState
from app.mail.rules import DELAYS, MOST_TRIES
from tests.fixtures.application import StandingClock
from tests.fixtures.mailbox import Mailbox

Owe = Callable[..., uuid.UUID]
Row = Callable[[uuid.UUID], Outbox]
Mailers = Callable[[], Deliverer]


class HangsUp:
    """Takes a letter's text and closes the line without an answer, so many times."""

    def __init__(self, times: int) -> None:
        self.times = times
        self.taken: list[str] = []

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.times:
            self.times -= 1
            assert server.transport is not None
            server.transport.abort()
        else:
            self.taken += envelope.rcpt_tos
        return "250 OK"


class Answers:
    """Answers the text of every letter with one line."""

    def __init__(self, line: str) -> None:
        self.line = line

    async def handle_DATA(self, *_anything: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        return self.line


def test_a_refused_address_fails_at_once(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox, now: datetime
) -> None:
    smtp.refusals["ann@example.org"] = "550 5.1.1 <ann@example.org> is unknown here"
    letter_id, other_id = owe(), owe(to="omar@example.org")
    mailer().run_once()
    failed = row(letter_id)
    assert (failed.state, failed.error) == (OutboxState.FAILED, "address refused (550)")
    assert (failed.finished_at, failed.lease) == (now, None)
    assert row(other_id).state == OutboxState.SENT
    assert smtp.connections == 1


def test_an_address_that_is_busy_is_tried_again(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox, now: datetime, time: StandingClock
) -> None:
    smtp.refusals["ann@example.org"] = "450 4.2.0 Greylisted"
    letter_id = owe()
    mailer().run_once()
    waiting = row(letter_id)
    assert (waiting.state, waiting.error) == (OutboxState.QUEUED, "address refused (450)")
    assert (waiting.due, waiting.lease, waiting.tries) == (now + DELAYS[0], None, 1)
    smtp.refusals.clear()
    time.moment += DELAYS[0]
    mailer().run_once()
    sent = row(letter_id)
    assert (sent.state, sent.error, sent.tries) == (OutboxState.SENT, None, 2)


def test_it_is_given_up_after_more_than_four_hours(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox, now: datetime, time: StandingClock
) -> None:
    smtp.refusals["ann@example.org"] = "451 4.3.0 Try again"
    letter_id = owe()
    while row(letter_id).state == OutboxState.QUEUED:
        time.moment = row(letter_id).due
        mailer().run_once()
    assert row(letter_id).state == OutboxState.FAILED
    assert time.moment - now >= timedelta(hours=4)


@pytest.mark.parametrize(
    ("answer", "state"),
    [("554 5.6.0 No", OutboxState.FAILED), ("452 4.3.1 Full", OutboxState.QUEUED)],
)
def test_a_refused_text(
    owe: Owe, row: Row, mailer: Mailers, relay: Callable[..., Any], answer: str, state: OutboxState
) -> None:
    relay(Answers(answer))
    letter_id = owe()
    mailer().run_once()
    assert row(letter_id).state == state
    assert row(letter_id).error == f"letter refused ({answer[:3]})"


def test_a_lost_connection_is_made_anew(
    owe: Owe, row: Row, mailer: Mailers, relay: Callable[..., Any]
) -> None:
    handler = HangsUp(times=1)
    relay(handler)
    first, second = owe(), owe(to="omar@example.org")
    mailer().run_once()
    assert (row(first).state, row(first).error) == (OutboxState.QUEUED, "connection lost")
    assert row(second).state == OutboxState.SENT
    assert handler.taken == ["omar@example.org"]


def test_letters_wait_while_the_relay_is_down(
    app: Flask,
    owe: Owe,
    row: Row,
    mailer: Mailers,
    relay: Callable[..., Any],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    relay(Answers("250 OK")).stop()
    letter_id = owe()
    with pytest.raises(RelayUnreachable, match="no connection to the relay"):
        mailer().run_once()
    assert row(letter_id).due == now + DELAYS[0]
    assert row(letter_id).lease is None
    result = app.test_cli_runner().invoke(args=["mail", "deliver", "--once"])
    assert result.exit_code == 0


def test_a_letter_that_breaks_does_not_stop_the_others(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox
) -> None:
    broken, unknown, good = owe(template="broken"), owe("something.else"), owe()
    mailer().run_once()
    assert (row(broken).state, row(broken).error) == (OutboxState.FAILED, "UndefinedError")
    assert (row(unknown).state, row(unknown).error) == (OutboxState.QUEUED, "UnknownLetter")
    assert row(good).state == OutboxState.SENT
    assert len(smtp.letters) == 1


def test_a_kind_that_cannot_be_read_does_not_stop_the_others(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox
) -> None:
    unreadable, good = owe("unreadable"), owe()
    mailer().run_once()
    waiting = row(unreadable)
    assert (waiting.state, waiting.error, waiting.tries) == (OutboxState.QUEUED, "LookupError", 1)
    assert row(good).state == OutboxState.SENT
    assert len(smtp.letters) == 1


def test_a_box_that_does_not_open_names_nobody(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox
) -> None:
    letter_id = owe("sealed")
    mailer().run_once()
    assert row(letter_id).error == "AssertionError"


def test_an_address_with_a_line_break_is_not_sent(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox
) -> None:
    letter_id = owe(to="ann@example.org\r\nBcc: eve@example.org")
    mailer().run_once()
    assert smtp.letters == []
    assert row(letter_id).error == "BadHeaderError"


def test_a_letter_that_kills_its_mailer_each_time_is_given_up(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox
) -> None:
    letter_id = owe()
    with transaction() as session:
        session.execute(
            update(Outbox).where(Outbox.id == letter_id).values(tries=MOST_TRIES, lease=None)
        )
    mailer().run_once()
    given_up = row(letter_id)
    assert (given_up.state, given_up.error) == (OutboxState.FAILED, "tried too often")
    assert smtp.letters == []

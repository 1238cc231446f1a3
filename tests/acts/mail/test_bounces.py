"""Letters that come back: what is believed, what follows, and what cannot hurt."""

import mailbox
import uuid
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.database import db, transaction
from app.mail import bounces, service
from app.mail.models import Bounced, Outbox, OutboxState
from app.mail.verp import return_address
from tests.bounces import came_back

Owe = Callable[..., uuid.UUID]
Row = Callable[[uuid.UUID], Outbox]
INDEX = b"i" * 32


@pytest.fixture
def sent(owe: Owe, app: Flask) -> uuid.UUID:
    """A letter that the relay took."""
    letter_id = owe()
    with transaction() as session:
        session.execute(
            update(Outbox)
            .where(Outbox.id == letter_id)
            .values(state=OutboxState.SENT, address_index=INDEX)
        )
    return letter_id


def silenced() -> list[tuple[int, bytes, str]]:
    db.session.rollback()
    return [(b.scope, b.address_index, b.reason) for b in db.session.scalars(select(Bounced))]


def test_a_hard_bounce_fails_the_letter_and_silences_the_address(
    sent: uuid.UUID, row: Row, now: datetime
) -> None:
    for _twice in range(2):
        assert bounces.take(came_back(sent), now=now) == bounces.Verdict.HARD
    failed = row(sent)
    assert (failed.state, failed.error) == (OutboxState.FAILED, "came back (5.1.1)")
    assert silenced() == [(0, INDEX, "came back (5.1.1)")]


def test_a_soft_bounce_changes_nothing(sent: uuid.UUID, row: Row, now: datetime) -> None:
    raw = came_back(sent, status="4.2.2", action="delayed")
    assert bounces.take(raw, now=now) == bounces.Verdict.SOFT
    assert row(sent).state == OutboxState.SENT
    assert silenced() == []


def test_an_answer_of_a_person_or_a_machine_is_no_bounce(
    sent: uuid.UUID, row: Row, now: datetime
) -> None:
    message = EmailMessage()
    message["To"] = return_address("bounces@summit.example", sent, bounces.sign)
    message["Subject"] = "Out of office"
    message.set_content("I am away until Monday.")
    assert bounces.take(message.as_bytes(), now=now) == bounces.Verdict.NO_BOUNCE
    assert row(sent).state == OutboxState.SENT


def test_a_forged_bounce_is_ignored(sent: uuid.UUID, row: Row, now: datetime) -> None:
    raw = came_back(sent)
    forged = return_address("bounces@summit.example", sent, lambda _id: b"12345678")
    genuine = return_address("bounces@summit.example", sent, bounces.sign)
    for message in (
        raw.replace(genuine.encode(), forged.encode()),
        raw.replace(genuine.encode(), b"bounces@summit.example"),
    ):
        assert bounces.take(message, now=now) == bounces.Verdict.NOT_OURS
    assert row(sent).state == OutboxState.SENT
    assert silenced() == []


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\0" * 5000,
        b"To: " + b"x" * 500_000,
        "To: \N{SNOWMAN}\r\n\r\n".encode(),
        b"Content-Type: multipart/report; boundary=\r\n\r\n--\r\n",
        b"To: a\nTo: b\n" * 20_000,
    ],
)
def test_a_broken_message_hurts_nobody(app: Flask, now: datetime, broken: bytes) -> None:
    assert bounces.take(broken, now=now) in (bounces.Verdict.NOT_OURS, bounces.Verdict.NO_BOUNCE)


def test_of_a_giant_only_the_beginning_is_read(sent: uuid.UUID, row: Row, now: datetime) -> None:
    giant = came_back(sent).replace(b"--B--", b"--B\n\n" + b"x" * 3 * bounces.MOST_BYTES)
    assert bounces.take(giant, now=now) == bounces.Verdict.HARD
    assert row(sent).state == OutboxState.FAILED


def test_the_command_reads_one_from_its_input(app: Flask, sent: uuid.UUID, row: Row) -> None:
    result = app.test_cli_runner().invoke(args=["mail", "bounce"], input=came_back(sent))
    assert (result.exit_code, result.stdout) == (0, "1 hard\n")
    assert row(sent).state == OutboxState.FAILED
    result = app.test_cli_runner().invoke(args=["mail", "bounce"], input=b"junk")
    assert (result.exit_code, result.stdout) == (0, "1 not ours\n")


def test_the_command_reads_a_maildir_once(
    app: Flask, sent: uuid.UUID, row: Row, tmp_path: Path
) -> None:
    box = mailbox.Maildir(tmp_path / "bounces")
    box.add(came_back(sent))
    box.add(b"From: somebody@example.org\n\nhello\n")
    arguments = ["mail", "bounce", "--maildir", str(tmp_path / "bounces")]
    result = app.test_cli_runner().invoke(args=arguments)
    assert (result.exit_code, result.stdout) == (0, "1 hard, 1 not ours\n")
    assert row(sent).state == OutboxState.FAILED
    assert app.test_cli_runner().invoke(args=arguments).stdout == "nothing new\n"
    assert len(list((tmp_path / "bounces" / "cur").iterdir())) == 2


def test_trying_again_lifts_it(sent: uuid.UUID, now: datetime) -> None:
    bounces.take(came_back(sent), now=now)
    assert service.retry_failed(actor="operator", now=now, ids=[sent]) == 1
    assert silenced() == []

"""`flask mail`: the mailer as a process, what it says, and how it stops."""

import signal
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.database import db
from app.mail import queries
from app.mail.models import Outbox, OutboxState
from app.mail.readiness import outbox_keeps_up, seconds_of_oldest_letter
from app.mail.rules import LATE
from app.vault.keyfiles import KeyFiles
from config import Config
from tests.acts.mail.processes import Mailer
from tests.fixtures.application import StandingClock
from tests.fixtures.databases import SWEEPER
from tests.fixtures.mailbox import Mailbox

Owe = Callable[..., uuid.UUID]
Row = Callable[[uuid.UUID], Outbox]
StartMailer = Callable[..., Mailer]

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def flask(app: Flask, *arguments: str) -> Any:
    return app.test_cli_runner().invoke(args=["mail", *arguments])


def test_once_says_what_it_did(app: Flask, owe: Owe, smtp: Mailbox) -> None:
    smtp.refusals |= {"eve@example.org": "550 No", "omar@example.org": "450 Later"}
    for address in ("ann@example.org", "eve@example.org", "omar@example.org"):
        owe(to=address)
    owe("nobody")
    result = flask(app, "deliver", "--once")
    assert result.exit_code == 0
    assert result.stdout == "1 sent, 1 to try again later, 1 failed, 1 suppressed.\n"


def test_once_fails_with_one_line_when_the_relay_is_down(
    app: Flask, owe: Owe, relay: Callable[..., Any]
) -> None:
    relay(Mailbox()).stop()
    owe()
    result = flask(app, "deliver", "--once")
    assert result.exit_code == 1
    assert "Error: Letters wait: no connection to the relay.\n" in result.stderr


def test_without_the_mailers_key_nothing_is_delivered(app: Flask, key_files: KeyFiles) -> None:
    key_files.mailer_key_file.unlink()
    result = flask(app, "deliver", "--once")
    assert result.exit_code == 1
    assert "private key is missing" in result.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_mailer_delivers_until_it_is_asked_to_stop(
    owe: Owe, row: Row, smtp: Mailbox, start_mailer: StartMailer, number: signal.Signals
) -> None:
    first = owe(due=LONG_AGO)
    mailer = start_mailer(smtp.port)
    smtp.wait_for("ann@example.org")
    second = owe(due=LONG_AGO, to="omar@example.org")
    smtp.wait_for("omar@example.org")
    mailer.end(number)
    assert mailer.wait() == 0
    assert row(first).state == row(second).state == OutboxState.SENT
    assert not [line for line in mailer.said if "@example.org" in line]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_mailer_outlives_its_database(
    owe: Owe, row: Row, smtp: Mailbox, start_mailer: StartMailer, config: Config
) -> None:
    mailer = start_mailer(smtp.port)
    owe(due=LONG_AGO)
    smtp.wait_for("ann@example.org")
    with psycopg.connect(
        config.DATABASE_URL.replace("+psycopg", ""), autocommit=True
    ) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            f" AND application_name <> '{SWEEPER}'"
        )
    db.session.remove()
    db.engine.dispose()
    letter_id = owe(due=LONG_AGO, to="omar@example.org")
    smtp.wait_for("omar@example.org")
    mailer.end(signal.SIGTERM)
    assert mailer.wait() == 0
    assert row(letter_id).state == OutboxState.SENT


def test_status_counts_and_gives_reasons(app: Flask, owe: Owe, smtp: Mailbox) -> None:
    smtp.refusals["eve@example.org"] = "550 No"
    owe(to="eve@example.org")
    owe()
    flask(app, "deliver", "--once")
    owe()
    result = flask(app, "status")
    assert result.exit_code == 0, result.exception
    said = result.stdout.split("\n")
    assert [line.split() for line in said[:4]] == [
        ["queued", "1"],
        ["sent", "1"],
        ["failed", "1"],
        ["suppressed", "0"],
    ]
    assert said[4] == "oldest due since 2027-01-15T12:00:00+00:00"
    assert said[5].split("×")[1] == " address refused (550)"


def test_retry_owes_failed_letters_anew(app: Flask, owe: Owe, row: Row, smtp: Mailbox) -> None:
    smtp.refusals["ann@example.org"] = "550 No"
    letter_id = owe()
    flask(app, "deliver", "--once")
    smtp.refusals.clear()
    assert flask(app, "retry").stdout == "1 letters will be tried again.\n"
    waiting = row(letter_id)
    assert (waiting.state, waiting.tries, waiting.error) == (OutboxState.QUEUED, 0, None)
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.actor, entry.action, entry.detail) == ("operator", "mail.retry", {"letters": 1})
    flask(app, "deliver", "--once")
    assert row(letter_id).state == OutboxState.SENT


def test_the_site_is_not_ready_when_no_mailer_is_at_work(
    owe: Owe, now: datetime, time: StandingClock
) -> None:
    assert outbox_keeps_up() is None
    owe()
    time.moment = now + LATE
    assert outbox_keeps_up() is None
    time.moment = now + LATE + timedelta(minutes=1)
    db.session.rollback()
    said = outbox_keeps_up()
    assert said is not None
    assert "since 11 minutes" in said
    assert seconds_of_oldest_letter() == 660


def test_failed_letters_are_listed_newest_first_in_pages(
    app: Flask, owe: Owe, smtp: Mailbox
) -> None:
    smtp.refusals["ann@example.org"] = "550 No"
    ids = sorted(owe() for _ in range(3))
    flask(app, "deliver", "--once")
    first = queries.page_of_failed(size=2)
    assert [row.id for row in first.rows] == [ids[2], ids[1]]
    second = queries.page_of_failed(size=2, cursor=first.older)
    assert [row.id for row in second.rows] == [ids[0]]
    assert second.older is None

"""What relays do at every point of a conversation, and what becomes of the letters."""

import time as wall
import uuid
from collections.abc import Callable

import pytest
from flask import Flask

from app.mail import smtp
from app.mail.delivery import Deliverer
from app.mail.errors import RelayUnreachable
from app.mail.models import Outbox, OutboxState
from tests.fixtures.databases import on_one_database
from tests.fixtures.scripted_relay import DROP, STALL, ScriptedRelay, Step, say, say_and_drop

pytestmark = on_one_database
Owe = Callable[..., uuid.UUID]
Row = Callable[[uuid.UUID], Outbox]
Mailers = Callable[[], Deliverer]

SENT, QUEUED, FAILED = OutboxState.SENT, OutboxState.QUEUED, OutboxState.FAILED
OTHER = "omar@example.org"


def send_two(
    app: Flask, monkeypatch: pytest.MonkeyPatch, relay: ScriptedRelay, owe: Owe, mailer: Mailers
) -> tuple[uuid.UUID, uuid.UUID]:
    """Owe two letters, and let one mailer run over them with that relay."""
    monkeypatch.setattr(app.extensions["mail"], "port", relay.port)
    ids = owe(), owe(to=OTHER)
    mailer().run_once()
    return ids


@pytest.mark.parametrize(
    ("point", "step", "state", "error"),
    [
        ("MAIL", say("421 4.7.0 Too many letters"), QUEUED, "sender refused (421)"),
        ("RCPT", say("450 4.2.0 Greylisted"), QUEUED, "address refused (450)"),
        ("RCPT", say("550 5.1.1 Unknown"), FAILED, "address refused (550)"),
        ("RCPT", say("552 5.2.2 Over quota"), FAILED, "address refused (552)"),
        ("DATA", say("421 4.3.2 Shutting down"), QUEUED, "letter refused (421)"),
        ("text", say("450 4.7.1 Later"), QUEUED, "letter refused (450)"),
        ("text", say("552 5.3.4 Too large"), FAILED, "letter refused (552)"),
        ("text", say_and_drop("421 4.4.2 Bye"), QUEUED, "letter refused (421)"),
        ("text", DROP, QUEUED, "connection lost"),
        ("DATA", DROP, QUEUED, "connection lost"),
        ("MAIL", DROP, QUEUED, "connection lost"),
        ("EHLO", DROP, QUEUED, "connection lost"),
    ],
    ids=lambda value: str(value.answer or "dropped") if isinstance(value, Step) else None,
)
def test_one_letter_suffers_and_the_next_one_leaves(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    owe: Owe,
    row: Row,
    mailer: Mailers,
    point: str,
    step: Step,
    state: OutboxState,
    error: str,
) -> None:
    with ScriptedRelay({point: [step]}) as relay:
        first, second = send_two(app, monkeypatch, relay, owe, mailer)
    assert (row(first).state, row(first).error) == (state, error)
    assert row(second).state == SENT
    assert relay.taken == [OTHER]


def test_a_line_that_is_cut_after_the_250_sends_nothing_twice(
    app: Flask, monkeypatch: pytest.MonkeyPatch, owe: Owe, row: Row, mailer: Mailers
) -> None:
    with ScriptedRelay({"text": [say_and_drop("250 2.0.0 taken")]}) as relay:
        first, second = send_two(app, monkeypatch, relay, owe, mailer)
        mailer().run_once()
    assert row(first).state == SENT
    # The cut shows only when the next letter is begun; that one is tried again.
    assert row(second).state in (SENT, QUEUED)
    assert relay.taken.count("ann@example.org") == 1
    assert relay.taken.count(OTHER) <= 1


def test_a_farewell_that_fails_changes_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch, owe: Owe, row: Row, mailer: Mailers
) -> None:
    with ScriptedRelay({"QUIT": [DROP]}) as relay:
        ids = send_two(app, monkeypatch, relay, owe, mailer)
    assert [row(one).state for one in ids] == [SENT, SENT]


@pytest.mark.parametrize("point", ["MAIL", "RCPT", "DATA", "text"])
def test_a_relay_that_falls_silent_holds_up_one_letter_only(
    app: Flask, monkeypatch: pytest.MonkeyPatch, owe: Owe, row: Row, mailer: Mailers, point: str
) -> None:
    monkeypatch.setattr(smtp, "SECONDS", 1.0)
    begun = wall.monotonic()
    with ScriptedRelay({point: [STALL]}) as relay:
        first, second = send_two(app, monkeypatch, relay, owe, mailer)
        taken = wall.monotonic() - begun
    assert (row(first).state, row(first).error) == (QUEUED, "relay did not answer in time")
    assert row(second).state == SENT
    assert relay.connections == 2
    assert taken < 20, "it must not have waited for the thirty seconds of the relay"


@pytest.mark.parametrize(
    ("point", "step"),
    [("greeting", say_and_drop("421 4.3.2 Not now")), ("greeting", STALL)],
    ids=["421", "silent"],
)
def test_letters_wait_for_a_relay_that_does_not_begin(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    owe: Owe,
    row: Row,
    mailer: Mailers,
    point: str,
    step: Step,
) -> None:
    monkeypatch.setattr(smtp, "SECONDS", 1.0)
    with ScriptedRelay({point: [step]}) as relay:
        monkeypatch.setattr(app.extensions["mail"], "port", relay.port)
        ids = owe(), owe(to=OTHER)
        with pytest.raises(RelayUnreachable):
            mailer().run_once()
    assert [row(one).state for one in ids] == [QUEUED, QUEUED]
    assert relay.taken == []

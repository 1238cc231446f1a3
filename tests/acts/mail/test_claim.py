"""Several mailers share one outbox, and some of them die."""

import signal
import threading
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from app.database import transaction
from app.mail import outbox
from app.mail.delivery import Deliverer
from app.mail.models import Outbox, OutboxState
from app.mail.rules import LEASE
from app.vault.service import Opener
from tests.acts.mail.processes import Mailer
from tests.fixtures.application import StandingClock
from tests.fixtures.mailbox import Mailbox

Owe = Callable[..., uuid.UUID]
Row = Callable[[uuid.UUID], Outbox]
Mailers = Callable[[], Deliverer]


LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
"""Due for a process with a clock of its own as well."""


def claim(now: datetime, limit: int = 20) -> list[uuid.UUID]:
    with transaction() as session:
        return [row.id for row in outbox.claim(session, now=now, limit=limit)]


def test_a_claimed_letter_is_left_alone_until_its_lease_ends(owe: Owe, now: datetime) -> None:
    letter_id = owe()
    assert claim(now) == [letter_id]
    assert claim(now + LEASE - timedelta(seconds=1)) == []
    assert claim(now + LEASE) == [letter_id]


def test_the_oldest_letters_are_taken_first(owe: Owe, now: datetime) -> None:
    ids = [owe(due=now - timedelta(minutes=minutes)) for minutes in range(5)]
    assert claim(now, limit=2) == [ids[4], ids[3]]


def test_a_letter_put_back_is_free_and_untried(owe: Owe, row: Row, now: datetime) -> None:
    letter_id = owe()
    with transaction() as session:
        held = outbox.claim(session, now=now)
        outbox.put_back(session, held)
    assert (row(letter_id).lease, row(letter_id).tries) == (None, 0)


def test_who_lost_the_lease_does_not_touch_the_letter(owe: Owe, row: Row, now: datetime) -> None:
    letter_id = owe()
    with transaction() as session:
        (mine,) = outbox.claim(session, now=now)
        session.expunge(mine)
    assert claim(now + LEASE) == [letter_id]
    with transaction() as session:
        outbox.put_back(session, [mine])
    assert (row(letter_id).lease, row(letter_id).tries) == (now + 2 * LEASE, 2)


def test_a_letter_is_not_sent_when_its_lease_may_end_meanwhile(
    app: Flask, owe: Owe, row: Row, opener: Opener, smtp: Mailbox, now: datetime
) -> None:
    """The clock jumps once the letters are in hand, as it does for a mailer that was paused."""
    ids = [owe(), owe()]
    paused_until = now + LEASE - timedelta(seconds=1)
    moments = iter([now, now])
    late = Deliverer(app, opener, clock=lambda: next(moments, paused_until), stop=threading.Event())
    late.deliver_batch()
    late.end()
    assert smtp.letters == []
    assert [(row(i).state, row(i).lease, row(i).tries) for i in ids] == [
        (OutboxState.QUEUED, None, 0)
    ] * 2


def test_two_mailers_at_once_send_each_letter_once(
    app: Flask, owe: Owe, mailer: Mailers, smtp: Mailbox
) -> None:
    ids = [owe() for _ in range(60)]
    deliverers = [mailer(), mailer()]
    threads = [threading.Thread(target=deliverer.run_once) for deliverer in deliverers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent = Counter(str(letter["Message-ID"]) for letter in smtp.letters)
    assert sent == Counter(f"<{letter_id.hex}@localhost>" for letter_id in ids)
    assert sum(deliverer.outcomes["sent"] for deliverer in deliverers) == 60


class Kills:
    """Takes one letter, and kills its mailer before the answer is out."""

    def __init__(self) -> None:
        self.victim: Mailer | None = None
        self.ids: list[str] = []

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        heads = envelope.content.partition(b"\r\n\r\n")[0].decode().splitlines()
        self.ids += [head for head in heads if head.startswith("Message-ID")]
        if self.victim is not None:
            self.victim.end(signal.SIGKILL)
            self.victim = None
        return "250 OK"


def test_a_mailer_killed_before_its_mark_repeats_one_letter_under_the_same_name(
    app: Flask,
    owe: Owe,
    row: Row,
    mailer: Mailers,
    relay: Callable[..., Any],
    start_mailer: Callable[..., Mailer],
    time: StandingClock,
) -> None:
    handler = Kills()
    port = relay(handler).port
    ids = [owe(due=LONG_AGO) for _ in range(3)]
    handler.victim = start_mailer(port)
    handler.victim.wait()
    assert len(handler.ids) == 1
    assert {row(i).state for i in ids} == {OutboxState.QUEUED}
    lease = row(ids[0]).lease
    assert lease is not None
    time.moment = lease - timedelta(seconds=1)
    mailer().run_once()
    assert len(handler.ids) == 1
    time.moment = lease
    mailer().run_once()
    assert {row(i).state for i in ids} == {OutboxState.SENT}
    assert sorted(Counter(handler.ids).values()) == [1, 1, 2]

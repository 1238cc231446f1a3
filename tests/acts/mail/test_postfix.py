"""A real relay in between: Debian's postfix takes what we send, and hands it on."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from app.database import db
from app.mail import bounces
from app.mail.delivery import Deliverer, Limits
from app.mail.models import Bounced, Outbox, OutboxState
from app.mail.smtp import message_id
from tests.acts.mail.postfix import Postfix, why_not
from tests.fixtures.application import StandingClock
from tests.fixtures.databases import on_one_database
from tests.fixtures.mailbox import Mailbox
from tests.letters import text_of

Owe = Callable[..., uuid.UUID]
Row = Callable[[uuid.UUID], Outbox]
Mailers = Callable[[], Deliverer]

pytestmark = [
    pytest.mark.skipif(why_not() is not None, reason=str(why_not())),
    # What is tested stands between the mailer and the world.
    on_one_database,
]


@pytest.fixture(scope="module")
def relay_of_debian(smtp_server: Mailbox) -> Iterator[Postfix]:
    with Postfix(world=smtp_server.port) as postfix:
        yield postfix


@pytest.fixture(autouse=True)
def postfix(
    app: Flask, smtp: Mailbox, relay_of_debian: Postfix, monkeypatch: pytest.MonkeyPatch
) -> Postfix:
    """Between the mailer and `smtp`, reached by STARTTLS with a certificate that is checked."""
    monkeypatch.setenv("SSL_CERT_FILE", str(relay_of_debian.certificate))
    monkeypatch.setattr(app.extensions["mail"], "port", relay_of_debian.port)
    monkeypatch.setattr(app.extensions["mail"], "use_tls", True)
    monkeypatch.setitem(app.extensions, "mail_limits", Limits(0, "bounces@summit.example"))
    return relay_of_debian


def test_a_letter_arrives_as_it_was_written(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox, postfix: Postfix
) -> None:
    said = "\n".join([".", "..two", ".hidden", "From here", "x" * 3000, "صبح بخیر " * 300])
    letter_id = owe(context={"greeting": said, "link": "http://localhost/r/abc"})
    mailer().run_once()
    assert row(letter_id).state == OutboxState.SENT
    letter = smtp.wait_for("ann@example.org")
    assert text_of(letter).startswith(said.strip())
    assert str(letter["Subject"]) == "Hello " + " ".join(said.split())
    assert letter["Message-ID"] == message_id(letter_id)
    envelope = smtp.envelopes[0]
    assert envelope.mail_from == bounces.return_address("bounces@summit.example", letter_id)
    assert isinstance(envelope.content, bytes)
    assert max(map(len, envelope.content.splitlines())) <= 998
    # Its log leads from our letter to its queue id.
    assert "with ESMTPS" in str(letter["Received"])
    number = str(letter["Received"]).partition(" id ")[2].partition(";")[0].split()[0]
    assert f"{number}: message-id={message_id(letter_id)}" in postfix.log


def test_a_line_carries_many_and_one_refused_reader_stops_none(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox
) -> None:
    later, nobody = owe(to="later@example.org"), owe(to="gone@example.org")
    good = [owe(to=f"guest{number}@münchen.example") for number in range(5)]
    mailer().run_once()
    assert {row(letter).state for letter in good} == {OutboxState.SENT}
    assert (row(later).state, row(later).tries) == (OutboxState.QUEUED, 1)
    assert row(later).said == "4.2.1 <…>: Recipient address rejected: Come back in a while"
    assert row(nobody).state == OutboxState.FAILED
    assert row(nobody).said == "5.1.1 <…>: Recipient address rejected: Nobody of that name"
    for number in range(5):
        smtp.wait_for(f"guest{number}@xn--mnchen-3ya.example")


def test_a_mailbox_that_is_full_gets_it_later_and_we_send_it_once(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox, postfix: Postfix
) -> None:
    smtp.refusals["ann@example.org"] = "452 4.2.2 Mailbox full"
    letter_id = owe()
    mailer().run_once()
    assert row(letter_id).state == OutboxState.SENT
    postfix.wait_until_it_says("status=deferred (host 127.0.0.1[127.0.0.1] said: 452 4.2.2")
    smtp.refusals.clear()
    smtp.wait_for("ann@example.org")
    assert len(smtp.letters) == 1


def test_what_the_world_refuses_comes_back_and_the_address_gets_no_more(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox, time: StandingClock
) -> None:
    smtp.refusals["ann@example.org"] = "550 5.1.1 No such user"
    letter_id = owe()
    mailer().run_once()
    returned = bounces.return_address("bounces@summit.example", letter_id)
    assert returned is not None
    came_back = smtp.wait_for(returned)
    assert bounces.take(came_back.as_bytes(), now=time.now()) == bounces.Verdict.HARD
    assert row(letter_id).state == OutboxState.FAILED
    assert row(letter_id).error == "came back (5.1.1)"
    assert db.session.scalars(select(Bounced.reason)).all() == ["came back (5.1.1)"]
    again = owe()
    mailer().run_once()
    assert row(again).state == OutboxState.SUPPRESSED

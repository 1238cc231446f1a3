"""Addresses at the edge of what mail can carry, over a relay that knows ASCII alone."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from app.mail.delivery import Deliverer
from app.mail.models import Outbox, OutboxState
from tests.fixtures.mailbox import Mailbox

Owe = Callable[..., uuid.UUID]
Row = Callable[[uuid.UUID], Outbox]
Mailers = Callable[[], Deliverer]

LONGEST = f"{'a' * 64}@{'.'.join(['b' * 61, 'c' * 61, 'd' * 57])}.example"


@pytest.fixture
def plain(relay: Callable[..., Any]) -> Mailbox:
    """A relay that does not offer SMTPUTF8."""
    mailbox = Mailbox()
    relay(mailbox, enable_SMTPUTF8=False)
    return mailbox


def test_a_domain_in_any_script_travels_in_ascii(
    owe: Owe, row: Row, mailer: Mailers, plain: Mailbox
) -> None:
    ids = [owe(to=f"ann@{domain}") for domain in ("münchen.example", "تهران.example")]
    mailer().run_once()
    assert [row(one).state for one in ids] == [OutboxState.SENT] * 2
    reached = [envelope.rcpt_tos[0] for envelope in plain.envelopes]
    assert reached[0] == "ann@xn--mnchen-3ya.example"
    assert all("@xn--" in address for address in reached)


def test_a_name_that_no_relay_here_can_carry_fails_and_the_next_goes_on(
    owe: Owe, row: Row, mailer: Mailers, plain: Mailbox
) -> None:
    odd, good = owe(to="علی@example.org"), owe()
    mailer().run_once()
    assert (row(odd).state, row(odd).error) == (OutboxState.FAILED, "address cannot be written")
    assert row(good).state == OutboxState.SENT


def test_an_address_of_254_characters_arrives_whole(
    owe: Owe, row: Row, mailer: Mailers, plain: Mailbox
) -> None:
    assert len(LONGEST) == 254
    letter_id = owe(to=LONGEST)
    mailer().run_once()
    assert row(letter_id).state == OutboxState.SENT
    assert plain.envelopes[0].rcpt_tos == [LONGEST]
    assert LONGEST in "".join(str(plain.letters[0]["To"]).split())

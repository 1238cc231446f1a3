"""A domain that refuses rests; those who wait overtake; an hour has a budget."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.database import db, transaction
from app.mail import admission, bounces, rules
from app.mail.delivery import Deliverer, Limits
from app.mail.models import Bounced, Outbox, OutboxState, Pace, Priority
from tests.fixtures.application import StandingClock
from tests.fixtures.mailbox import Mailbox

Owe = Callable[..., uuid.UUID]
Row = Callable[[uuid.UUID], Outbox]
Mailers = Callable[[], Deliverer]


def make_bulk(*ids: uuid.UUID) -> None:
    with transaction() as session:
        session.execute(update(Outbox).where(Outbox.id.in_(ids)).values(priority=Priority.BULK))


def refuse_all_of(smtp: Mailbox, domain: str, people: int) -> list[str]:
    addresses = [f"guest{n}@{domain}" for n in range(people)]
    smtp.refusals |= dict.fromkeys(addresses, "450 4.7.1 Try again later")
    return addresses


def test_what_somebody_waits_for_overtakes_announcements(
    owe: Owe, mailer: Mailers, smtp: Mailbox, now: object
) -> None:
    many = [owe(to=f"guest{n}@example.org") for n in range(60)]
    make_bulk(*many)
    owe(to="ann@example.org")
    mailer().run_once()
    assert len(smtp.letters) == 61
    assert smtp.letters[0]["To"] == "ann@example.org"


def test_a_letter_that_comes_meanwhile_waits_for_one_batch_at_most(
    owe: Owe, mailer: Mailers, smtp: Mailbox
) -> None:
    make_bulk(*(owe(to=f"guest{n}@example.org") for n in range(60)))
    one = mailer()
    one.deliver_batch()
    owe(to="ann@example.org")
    while one.deliver_batch():
        pass
    one.end()
    assert [letter["To"] for letter in smtp.letters].index("ann@example.org") == 20


def test_a_domain_that_refuses_for_an_hour_delays_nobody_else(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox, time: StandingClock
) -> None:
    busy = refuse_all_of(smtp, "busy.example", 30)
    waiting = [owe(to=address) for address in busy]
    end = time.now() + timedelta(hours=1)
    minutes = 0
    while time.now() < end:
        minutes += 1
        owe(to=f"guest{minutes}@example.org")
        mailer().run_once()
        assert len(smtp.letters) == minutes
        time.moment += timedelta(minutes=1)
    # Few were even tried: the others wait, and have all of their tries left.
    assert sum(row(letter).tries for letter in waiting) < 60
    assert {row(letter).state for letter in waiting} == {OutboxState.QUEUED}
    smtp.refusals.clear()
    time.moment += timedelta(hours=2)
    mailer().run_once()
    assert {row(letter).state for letter in waiting} == {OutboxState.SENT}
    assert db.session.scalars(select(Pace)).all() == []


def test_a_resting_domain_gets_nothing_until_its_time(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox, time: StandingClock
) -> None:
    busy = refuse_all_of(smtp, "busy.example", rules.REFUSALS + 1)
    tried = [owe(to=address) for address in busy[:-1]]
    last = owe(to=busy[-1])
    mailer().run_once()
    smtp.refusals.clear()
    assert [row(letter).tries for letter in [*tried, last]] == [1] * rules.REFUSALS + [0]
    assert row(last).error == admission.RESTS
    later = owe(to="somebody.else@busy.example")
    mailer().run_once()
    assert row(later).state == OutboxState.QUEUED
    time.moment += rules.RESTS[0]
    mailer().run_once()
    assert row(later).state == OutboxState.SENT


def test_one_full_mailbox_does_not_stop_its_domain(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox
) -> None:
    smtp.refusals["full@big.example"] = "452 4.2.2 Mailbox full"
    for n in range(10):
        owe(to="full@big.example")
        owe(to=f"guest{n}@big.example")
        mailer().run_once()
    assert len(smtp.letters) == 10


def test_the_budget_of_an_hour_keeps_a_part_for_those_who_wait(
    app: Flask,
    owe: Owe,
    row: Row,
    mailer: Mailers,
    smtp: Mailbox,
    time: StandingClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.extensions, "mail_limits", Limits(20, None))
    many = [owe(to=f"guest{n}@example.org") for n in range(30)]
    make_bulk(*many)
    mailer().run_once()
    assert len(smtp.letters) == 18
    asked = [owe(to=f"ann{n}@example.org") for n in range(4)]
    mailer().run_once()
    assert [row(letter).state for letter in asked] == [OutboxState.SENT] * 2 + [
        OutboxState.QUEUED
    ] * 2
    assert row(asked[-1]).error == admission.NO_BUDGET
    assert row(asked[-1]).tries == 0
    time.moment += timedelta(hours=1)
    mailer().run_once()
    assert len(smtp.letters) == 34


def test_an_address_that_letters_came_back_from_gets_nothing(
    app: Flask, owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox, time: StandingClock
) -> None:
    index = bounces.address_index(None, "Ann@example.org")
    with transaction() as session:
        session.add(Bounced(scope=0, address_index=index, day=time.now().date(), reason="x"))
    silenced, other = owe(), owe(to="omar@example.org")
    mailer().run_once()
    assert [letter["To"] for letter in smtp.letters] == ["omar@example.org"]
    assert (row(silenced).state, row(silenced).error) == (
        OutboxState.SUPPRESSED,
        admission.CAME_BACK,
    )
    assert row(other).address_index == bounces.address_index(None, "omar@example.org")


def test_a_letter_comes_back_to_an_address_of_its_own(
    app: Flask,
    owe: Owe,
    row: Row,
    mailer: Mailers,
    smtp: Mailbox,
    time: StandingClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.extensions, "mail_limits", Limits(0, "bounces@summit.example"))
    letter_id = owe()
    mailer().run_once()
    sender = smtp.envelopes[0].mail_from
    assert sender is not None
    assert sender.startswith("bounces+")
    assert smtp.letters[0]["From"] == "Gatherwide <summit@example.org>"
    raw = (
        f"To: {sender}\nContent-Type: multipart/report; report-type=delivery-status;"
        ' boundary="B"\n\n--B\nContent-Type: message/delivery-status\n\n'
        "Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; ann@example.org\n"
        "Action: failed\nStatus: 5.1.1\n\n--B--\n"
    )
    assert bounces.take(raw.encode(), now=time.now()) == bounces.Verdict.HARD
    assert row(letter_id).state == OutboxState.FAILED
    again = owe()
    mailer().run_once()
    assert row(again).state == OutboxState.SUPPRESSED


def test_a_mail_program_can_unsubscribe_with_one_press(
    owe: Owe, mailer: Mailers, smtp: Mailbox
) -> None:
    owe(unsubscribe="http://localhost/unsubscribe/abc")
    owe(to="omar@example.org")
    mailer().run_once()
    first, second = smtp.letters
    assert first["List-Unsubscribe"] == "<http://localhost/unsubscribe/abc>"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "List-Unsubscribe" not in second


def test_how_long_a_letter_waited_is_kept(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox, time: StandingClock
) -> None:
    letter_id = owe()
    time.moment += timedelta(seconds=7)
    mailer().run_once()
    assert row(letter_id).waited == 7

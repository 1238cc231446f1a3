"""Nobody can make us send more than a few letters a day to one mailbox."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import func, select

from app.database import db
from app.mail.delivery import Deliverer
from app.mail.models import MailboxDay, Outbox, OutboxState
from app.mail.rules import DELAYS
from tests.fixtures.application import StandingClock
from tests.fixtures.mailbox import Mailbox

Owe = Callable[..., uuid.UUID]
Row = Callable[[uuid.UUID], Outbox]
Mailers = Callable[[], Deliverer]


def test_the_fourth_letter_of_a_day_is_suppressed(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox
) -> None:
    ids = [owe(capped=True) for _ in range(3)]
    mailer().run_once()
    ids.append(owe(capped=True))
    mailer().run_once()
    assert [row(i).state for i in ids] == [*[OutboxState.SENT] * 3, OutboxState.SUPPRESSED]
    assert row(ids[-1]).error == "daily cap"
    assert len(smtp.letters) == 3


def test_other_spellings_of_a_mailbox_count_as_one(
    owe: Owe, mailer: Mailers, smtp: Mailbox
) -> None:
    for spelling in ("ann.b", "annb", "a.nnb+news", "AnnB"):
        owe(to=f"{spelling}@example.org", capped=True)
    mailer().run_once()
    assert len(smtp.letters) == 3


def test_other_mailboxes_and_other_letters_are_not_held_back(
    owe: Owe, mailer: Mailers, smtp: Mailbox
) -> None:
    for _ in range(5):
        owe(capped=True)
    owe(capped=False)
    owe(to="omar@example.org", capped=True)
    mailer().run_once()
    assert len(smtp.to("ann@example.org")) == 4
    assert len(smtp.to("omar@example.org")) == 1


def test_a_letter_that_is_tried_again_counts_once(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox, time: StandingClock
) -> None:
    smtp.refusals["ann@example.org"] = "450 4.2.0 Greylisted"
    ids = [owe(capped=True) for _ in range(3)]
    for delay in DELAYS[:4]:
        mailer().run_once()
        time.moment += delay
    smtp.refusals.clear()
    mailer().run_once()
    assert [row(i).state for i in ids] == [OutboxState.SENT] * 3


def test_a_new_day_counts_anew_and_forgets_the_old(
    owe: Owe, mailer: Mailers, smtp: Mailbox, time: StandingClock
) -> None:
    for _ in range(2):
        for _ in range(4):
            owe(capped=True)
        mailer().run_once()
        time.moment += timedelta(days=1)
    assert len(smtp.letters) == 6
    assert db.session.scalar(select(func.count()).select_from(MailboxDay)) == 1

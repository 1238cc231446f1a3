"""A letter that is due reaches the relay as it should look there."""

import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from uuid_utils.compat import uuid7

from app.database import transaction
from app.mail import outbox
from app.mail.delivery import Deliverer
from app.mail.models import Outbox, OutboxState
from app.vault.keyfiles import MAILER
from app.vault.service import current_vault
from tests.fixtures.mailbox import Mailbox

Owe = Callable[..., uuid.UUID]
Row = Callable[[uuid.UUID], Outbox]
Mailers = Callable[[], Deliverer]


def test_a_due_letter_is_sent_and_marked(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox, now: datetime
) -> None:
    letter_id = owe()
    mailer().run_once()
    assert len(smtp.to("ann@example.org")) == 1
    sent = row(letter_id)
    assert (sent.state, sent.finished_at, sent.lease, sent.tries) == (
        OutboxState.SENT,
        now,
        None,
        1,
    )
    mailer().run_once()
    assert len(smtp.letters) == 1


def test_headers_tell_machines_what_it_is(
    owe: Owe, mailer: Mailers, smtp: Mailbox, now: datetime
) -> None:
    letter_id = owe()
    mailer().run_once()
    letter = smtp.letters[0]
    assert letter["Message-ID"] == f"<{letter_id.hex}@localhost>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["X-Auto-Response-Suppress"] == "All"
    assert letter["Content-Language"] == "en"
    assert letter["From"] == letter["Reply-To"] == "Gatherwide <summit@example.org>"
    assert letter["To"] == "ann@example.org"
    assert letter["Subject"] == "Hello Good evening"
    # UTC, written so that it tells nothing of the zone we are in.
    assert letter["Date"].endswith("-0000")
    assert parsedate_to_datetime(letter["Date"]).replace(tzinfo=UTC) == now
    assert smtp.envelopes[0].mail_from == "summit@example.org"


def test_both_parts_say_the_same(owe: Owe, mailer: Mailers, smtp: Mailbox) -> None:
    owe()
    mailer().run_once()
    text, html = (smtp.letters[0].get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    for part in (text.get_content(), html.get_content()):
        assert "Good evening" in part
        assert "http://localhost/r/abc" in part
        assert "Sent by localhost, because this address was given there." in part


def test_a_persian_letter_runs_right_to_left(owe: Owe, mailer: Mailers, smtp: Mailbox) -> None:
    words = {"greeting": "شب به خیر، " * 40, "link": "http://localhost/r/abc"}
    owe(language="fa", context=words)
    mailer().run_once()
    letter, raw = smtp.letters[0], smtp.envelopes[0].content
    assert isinstance(raw, bytes)
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) < 998
    assert "شب به خیر" in letter["Subject"]
    assert letter["Content-Language"] == "fa"
    html = letter.get_body(("html",))
    assert html is not None
    assert '<html lang="fa" dir="rtl">' in html.get_content()


def test_an_attachment_keeps_its_type(owe: Owe, mailer: Mailers, smtp: Mailbox) -> None:
    owe("with_file")
    mailer().run_once()
    (part,) = smtp.letters[0].iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert part["Content-Type"].params == {"method": "PUBLISH", "charset": "utf-8"}
    assert part.get_filename() == "event.ics"
    assert part.get_payload(decode=True) == "BEGIN:VCALENDAR نوروز".encode()


def test_nothing_in_it_is_fetched_from_elsewhere(owe: Owe, mailer: Mailers, smtp: Mailbox) -> None:
    owe()
    mailer().run_once()
    html = smtp.letters[0].get_body(("html",))
    assert html is not None
    text = html.get_content()
    assert not re.search(r"<(img|link|script|iframe|object|embed)\b|src=|url\(|@import", text)
    assert set(re.findall(r"https?://[^\"'<\s]+", text)) == {"http://localhost/r/abc"}
    assert "prefers-color-scheme: dark" in text
    assert len(text.encode()) < 30_000


def test_a_letter_waits_until_it_is_due(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox, now: datetime
) -> None:
    letter_id = owe(due=now + timedelta(seconds=1))
    mailer().run_once()
    assert smtp.letters == []
    assert row(letter_id).tries == 0


def test_a_letter_no_longer_due_is_suppressed(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox
) -> None:
    letter_id = owe("nobody")
    mailer().run_once()
    assert smtp.letters == []
    assert row(letter_id).state == OutboxState.SUPPRESSED


def test_the_address_is_forgotten_once_the_letter_left(
    row: Row, mailer: Mailers, smtp: Mailbox, now: datetime
) -> None:
    letter_id = uuid7()
    box = current_vault().seal(
        MAILER, {"email": "ann@example.org"}, bound_to=f"outbox.contact_box:0:{letter_id}", now=now
    )
    with transaction() as session:
        outbox.enqueue(
            session, kind="sealed", event_id=None, now=now, row_id=letter_id, contact_box=box
        )
    mailer().run_once()
    assert len(smtp.to("ann@example.org")) == 1
    assert row(letter_id).contact_box is None


def test_one_connection_carries_many_letters(owe: Owe, mailer: Mailers, smtp: Mailbox) -> None:
    for _ in range(45):
        owe()
    mailer().run_once()
    assert len(smtp.letters) == 45
    assert smtp.connections == 1

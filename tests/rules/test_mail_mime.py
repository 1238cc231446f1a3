"""What is written for the relay is what every mail program reads."""

import socket
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

import pytest
from flask import Flask
from flask_mail import Attachment, BadHeaderError, Mail
from flask_mail import Message as Written
from hypothesis import given
from hypothesis import strategies as st

from app.mail import mime
from app.mail.smtp import OwnMessage

PERSIAN = "سلام! جای شما نگه داشته شد.\nخوش آمدید به گردهمایی بزرگ امسال، از هر کجا که هستید.\n"
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
LIBRARY = Flask("library")
LIBRARY.config["MAIL_DEFAULT_SENDER"] = "Summit <summit@example.org>"
Mail(LIBRARY)

texts = st.text(st.characters(blacklist_categories=("Cs",)), max_size=300)


def written(**given: object) -> bytes:
    with LIBRARY.app_context():
        message = Written(**{"subject": "Hello", "recipients": ["a@example.org"], **given})
        message.msgId = "<0190@example.org>"
        message.date = 1_700_000_000
        return mime.write(message)


def read(letter: bytes) -> EmailMessage:
    message: Message = message_from_bytes(letter, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert [part.defects for part in message.walk() if part.defects] == []
    return message


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    content: str = body.get_payload(decode=True).decode()  # type: ignore[union-attr]
    return content


@given(plain=texts, html=texts)
def test_both_texts_arrive_as_they_were_written(plain: str, html: str) -> None:
    letter = written(body=plain, html=html)
    message = read(letter)
    for kind, sent in (("plain", plain), ("html", html)):
        lines = sent.replace("\r\n", "\n").replace("\r", "\n")
        assert part(message, kind).replace("\r\n", "\n") == lines
    assert letter.isascii()
    assert max(len(line) for line in letter.split(b"\r\n")) < 100
    assert b"\n" not in letter.replace(b"\r\n", b"")
    assert b"\r" not in letter.replace(b"\r\n", b"")


@given(subject=st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=90))
def test_a_subject_in_any_script_arrives(subject: str) -> None:
    told = read(written(subject=subject, body="x"))["Subject"]
    assert str(told).split() == subject.split()


@pytest.mark.parametrize("text", ["A short one.\n", PERSIAN, PERSIAN * 80, "x" * 5000, ".\n.\n"])
def test_what_stands_in_the_letter_is_what_the_library_would_have_written(text: str) -> None:
    files = [Attachment("summit.ics", 'text/calendar; charset="utf-8"; method=PUBLISH', CALENDAR)]
    given = {"subject": "خوش آمدید", "body": text, "html": f"<p>{text}</p>", "attachments": files}
    given["extra_headers"] = {"Auto-Submitted": "auto-generated", "Content-Language": "fa"}
    ours = read(written(**given))
    with LIBRARY.app_context():
        theirs = read(Written(recipients=["a@example.org"], **given).as_bytes())
    for name in ("Subject", "From", "To", "Auto-Submitted", "Content-Language"):
        assert str(ours[name]) == str(theirs[name])
    structure = [p.get_content_type() for p in ours.walk()]
    assert structure == [p.get_content_type() for p in theirs.walk()]
    assert part(ours, "html").split() == part(theirs, "html").split()
    assert part(ours, "plain").split() == part(theirs, "plain").split()
    assert next(ours.iter_attachments()).get_payload(decode=True) == CALENDAR
    assert next(ours.iter_attachments()).get_param("method") == "PUBLISH"


def test_a_letter_without_html_and_files_is_one_part() -> None:
    assert read(written(body="Only this.")).get_content_type() == "text/plain"


def test_a_letter_without_files_is_a_choice_of_two_texts() -> None:
    message = read(written(body="This", html="<p>This</p>"))
    assert message.get_content_type() == "multipart/alternative"


def test_a_file_may_have_a_name_in_any_script() -> None:
    letter = written(body="x", attachments=[Attachment("دعوت.ics", "text/calendar", b"x")])
    assert next(read(letter).iter_attachments()).get_filename() == "دعوت.ics"


@pytest.mark.parametrize("line", ["a\nBcc: b@example.org", "a\r\nBcc: b@example.org", "a\n\nb"])
def test_no_header_becomes_two(line: str) -> None:
    with pytest.raises(BadHeaderError):
        written(body="x", subject=line)
    with pytest.raises(BadHeaderError):
        written(body="x", extra_headers={"Content-Language": line})


@pytest.mark.parametrize(
    "line", ["\r\nBcc: eve@x", "\nBcc: eve@x", "\rBcc: eve@x", "\n\nBcc: eve@x"]
)
@pytest.mark.parametrize("field", ["sender", "reply_to"])
def test_neither_who_sends_nor_who_answers_begins_a_header(field: str, line: str) -> None:
    for value in (
        f"Summit{line} <summit@example.org>",
        f"Summit <summit@example.org>{line}",
        f"summit@example.org{line}",
    ):
        message = read(written(body="x", **{field: value}))
        assert "Bcc" not in message
        assert message.get_body(("plain",)) is not None


def test_a_line_that_begins_with_from_stays_as_it_is() -> None:
    assert b">From" not in written(body="From us to you\n")


def test_a_letter_is_written_without_asking_a_name_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library asks for this machine's name at each letter, and may wait for it."""

    def asked(*_name: str) -> str:
        raise OSError("a name server was asked")

    monkeypatch.setattr(socket, "getfqdn", asked)
    with pytest.raises(OSError, match="name server"), LIBRARY.app_context():
        Written(subject="Hello")
    message = OwnMessage(
        subject="Hello",
        to="a@example.org",
        sender="Summit <summit@example.org>",
        reply_to="help@example.org",
        msg_id="<0190@example.org>",
        sent_at=datetime(2026, 5, 1, tzinfo=UTC),
    )
    message.body = PERSIAN
    assert part(read(mime.write(message)), "plain") == PERSIAN

"""Letters carry a DKIM signature where a key is set, and it holds after the way to the relay."""

import base64
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from flask import Flask

from app.mail import signing
from app.mail.delivery import Deliverer
from tests.fixtures.mailbox import Mailbox

Owe = Callable[..., uuid.UUID]
Mailers = Callable[[], Deliverer]


@pytest.fixture
def dns(app: Flask, tmp_path: Path) -> Iterator[Callable[..., bytes]]:
    """The mailer has a key; gives what the DNS says of it."""
    key = generate_private_key(65537, 2048)
    path = tmp_path / "dkim.pem"
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    )
    config = app.extensions["dkim_settings"]
    app.extensions["dkim_settings"] = config.model_copy(update={"MAIL_DKIM_KEY_FILE": path})
    signing.load_key(app)
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    yield lambda name, timeout=5: {b"gatherwide._domainkey.example.org.": record}[name]
    app.extensions |= {"dkim_settings": config, "dkim": None}


def content(smtp: Mailbox) -> bytes:
    raw = smtp.envelopes[-1].content
    assert isinstance(raw, bytes)
    return raw


def test_the_signature_holds_and_covers_the_way_out(
    dns: Callable[..., bytes], owe: Owe, mailer: Mailers, smtp: Mailbox
) -> None:
    words = {"greeting": "شب به خیر\n.\n.dots", "link": "http://localhost/r/abc"}
    owe(context=words, unsubscribe="http://localhost/unsubscribe/abc")
    mailer().run_once()
    letter = content(smtp)
    assert dkim.verify(letter, dnsfunc=dns)
    signature = smtp.letters[-1]["DKIM-Signature"].replace(" ", "").replace("\n", "")
    assert "d=example.org" in signature
    assert "list-unsubscribe" in signature.lower()


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"Subject: Hello", b"Subject: Hi"), (b"Good evening", b"Good morning")],
)
def test_an_altered_letter_does_not_hold(
    dns: Callable[..., bytes], owe: Owe, mailer: Mailers, smtp: Mailbox, old: bytes, new: bytes
) -> None:
    owe()
    mailer().run_once()
    assert old in content(smtp)
    assert not dkim.verify(content(smtp).replace(old, new), dnsfunc=dns)


def test_without_a_key_there_is_no_signature(owe: Owe, mailer: Mailers, smtp: Mailbox) -> None:
    owe()
    mailer().run_once()
    assert smtp.letters[-1]["DKIM-Signature"] is None


def test_a_key_that_cannot_be_read_stops_the_mailer_with_one_line(
    app: Flask, dns: Callable[..., bytes]
) -> None:
    config = app.extensions["dkim_settings"]
    missing = config.model_copy(update={"MAIL_DKIM_KEY_FILE": Path("/no/such/key.pem")})
    app.extensions["dkim_settings"] = missing
    result = app.test_cli_runner().invoke(args=["mail", "deliver", "--once"])
    assert result.exit_code == 1
    assert "MAIL_DKIM_KEY_FILE: No such file or directory." in result.stderr

"""A relay must be who it says it is before it gets a letter."""

import ssl
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from flask import Flask

from app.mail.delivery import Deliverer
from app.mail.errors import RelayUnreachable
from app.mail.models import Outbox, OutboxState
from tests.acts.mail.certificates import ELSEWHERE, HERE, certificate
from tests.fixtures.mailbox import Mailbox

Owe = Callable[..., uuid.UUID]
Row = Callable[[uuid.UUID], Outbox]
Mailers = Callable[[], Deliverer]


def serving(path: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    return context


@pytest.fixture
def start_tls(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.extensions["mail"], "use_tls", True)


@pytest.mark.usefixtures("start_tls")
def test_a_relay_with_a_trusted_certificate_gets_the_letter(
    owe: Owe,
    row: Row,
    mailer: Mailers,
    relay: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, mailbox = certificate(tmp_path, HERE), Mailbox()
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    relay(mailbox, tls_context=serving(path), require_starttls=True)
    letter_id = owe()
    mailer().run_once()
    assert row(letter_id).state == OutboxState.SENT
    assert len(mailbox.letters) == 1


@pytest.mark.usefixtures("start_tls")
@pytest.mark.parametrize(("name", "trusted"), [(HERE, False), (ELSEWHERE, True)])
def test_a_relay_with_a_bad_certificate_gets_nothing(
    owe: Owe,
    row: Row,
    mailer: Mailers,
    relay: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: x509.GeneralName,
    trusted: bool,
) -> None:
    path, mailbox = certificate(tmp_path, name), Mailbox()
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
    relay(mailbox, tls_context=serving(path))
    letter_id = owe()
    with pytest.raises(RelayUnreachable, match="certificate is not trusted"):
        mailer().run_once()
    assert mailbox.letters == []
    assert row(letter_id).state == OutboxState.QUEUED
    assert row(letter_id).error == "relay's certificate is not trusted"


@pytest.mark.usefixtures("start_tls")
def test_a_relay_that_offers_no_tls_gets_nothing(
    owe: Owe, row: Row, mailer: Mailers, smtp: Mailbox
) -> None:
    letter_id = owe()
    with pytest.raises(RelayUnreachable):
        mailer().run_once()
    assert smtp.letters == []
    assert row(letter_id).state == OutboxState.QUEUED

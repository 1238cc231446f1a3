"""Speaking SMTP: Flask-Mail with verified TLS, time-outs, and a farewell that cannot fail."""

import contextlib
import ipaddress
import smtplib
import ssl
import uuid
from datetime import datetime
from email.utils import parseaddr
from functools import lru_cache
from types import TracebackType
from typing import Any

from flask import Flask, current_app
from flask_mail import Attachment, Connection, Mail, Message

from app.mail import mime, signing
from app.mail.letter import Letter
from app.mail.rendering import Rendered
from app.web import links
from config import Config

SECONDS = 20
"""How long each answer of the relay may take."""

LETTERS_A_CONNECTION = 100
"""Many relays hang up on longer ones."""


class OwnConnection(Connection):
    """A connection that checks who it talks to, and never waits for ever."""

    def configure_host(self) -> smtplib.SMTP | smtplib.SMTP_SSL:
        """Connect, encrypt as set, and sign in. Says nothing about letters to any log."""
        mail, name = self.mail, _own_name()
        # Reading the system's certificates takes longer than sending a letter.
        context = ssl.create_default_context() if mail.use_tls or mail.use_ssl else None
        host: smtplib.SMTP | smtplib.SMTP_SSL
        if mail.use_ssl:
            host = smtplib.SMTP_SSL(mail.server, mail.port, name, timeout=SECONDS, context=context)
        else:
            host = smtplib.SMTP(mail.server, mail.port, name, timeout=SECONDS)
        try:
            if mail.use_tls:
                host.starttls(context=context)
            if mail.username and mail.password:
                host.login(mail.username, mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def send(self, message: Message, envelope_from: str | tuple[str, str] | None = None) -> None:
        """Hand over one letter. Its writer checks the headers, which the library would do again.

        :param envelope_from: where it comes back to; the sender where nothing is said
        """
        assert self.host is not None, "open the line first"
        sender = mime.ascii_address(envelope_from or _address_of(message.sender))
        receivers = [mime.ascii_address(receiver) for receiver in message.recipients]
        self.host.sendmail(sender, receivers, message.as_bytes())
        self.num_emails += 1

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        if self.host is not None:
            # The letters are delivered; a relay that hung up first changes nothing.
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self.host.quit()
            self.host.close()
            self.host = None


class OwnMail(Mail):
    """Flask-Mail that only makes connections of ours."""

    def connect(self) -> OwnConnection:
        return OwnConnection(current_app.extensions["mail"])


class OwnMessage(Message):
    """A message that any relay can carry, and that tells nothing about this machine."""

    def __init__(  # The library's own would ask the name server for an id that none of ours has.
        self, *, subject: str, to: str, sender: str, reply_to: str, msg_id: str, sent_at: datetime
    ) -> None:
        self.subject, self.sender, self.reply_to = subject, sender, reply_to
        self.recipients, self.cc, self.bcc = [to], [], []
        self.date, self.msgId, self.charset = sent_at.timestamp(), msg_id, None
        self.body, self.alts, self.attachments = None, {}, []
        self.extra_headers, self.mail_options, self.rcpt_options = {}, [], []

    def as_bytes(self) -> bytes:
        return signing.signed(mime.write(self))


class Line:
    """The line to the relay: one connection for many letters, made anew when needed."""

    def __init__(self) -> None:
        self._mail = OwnMail()
        self._connection: OwnConnection | None = None

    def open(self, *, after_a_pause: bool = False) -> None:
        """Be connected; raises what `smtplib` and sockets raise when that is impossible."""
        if self._connection and not self._is_usable(self._connection, ask=after_a_pause):
            self.close()
        if self._connection is None:
            connection = self._mail.connect()
            connection.__enter__()
            self._connection = connection

    def send(self, message: Message, return_to: str | None = None) -> None:
        """Hand over one letter on the open line; returns once the relay took it (250).

        :param return_to: where it comes back to; the sender where nothing is said
        """
        if self._connection is None:
            raise smtplib.SMTPServerDisconnected
        self._connection.send(message, return_to)

    def close(self) -> None:
        """Hang up. Cannot fail."""
        if self._connection:
            self._connection.__exit__(None, None, None)
            self._connection = None

    @staticmethod
    def _is_usable(connection: OwnConnection, *, ask: bool) -> bool:
        host = connection.host
        if host is None or host.sock is None or connection.num_emails >= LETTERS_A_CONNECTION:
            return False
        if not ask:
            return True
        try:
            return bool(host.noop()[0] == 250)
        except (smtplib.SMTPException, OSError):
            return False


def init_app(app: Flask, config: Config) -> None:
    """Give Flask-Mail its settings."""
    password = config.MAIL_PASSWORD
    app.config.update(
        MAIL_SERVER=config.MAIL_SERVER,
        MAIL_PORT=config.MAIL_PORT,
        MAIL_USERNAME=config.MAIL_USERNAME,
        MAIL_PASSWORD=password.get_secret_value() if password else None,
        MAIL_USE_TLS=config.MAIL_USE_TLS,
        MAIL_USE_SSL=config.MAIL_USE_SSL,
        MAIL_DEFAULT_SENDER=config.MAIL_DEFAULT_SENDER,
        MAIL_NEUTRAL_SENDER=config.neutral_sender,
        MAIL_SUPPRESS_SEND=False,
        # In debug mode the library would print every address to the terminal.
        MAIL_DEBUG=0,
        # Its own way to change connections can fail after the letter was taken.
        MAIL_MAX_EMAILS=None,
    )
    OwnMail(app)
    signing.init_app(app, config)


def is_an_answer(error: Exception) -> bool:
    """Whether the relay answered, so that the line can carry the next letter."""
    return isinstance(
        error,
        smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError | smtplib.SMTPSenderRefused,
    )


def message_id(row_id: uuid.UUID) -> str:
    """The same for every try, so that a letter sent twice is shown once."""
    return f"<{row_id.hex}@{links.public_domain()}>"


def to_message(letter: Letter, words: Rendered, row_id: uuid.UUID, now: datetime) -> Message:
    """A rendered letter as it goes to the relay."""
    settings = current_app.config
    sender = settings["MAIL_NEUTRAL_SENDER" if letter.neutral else "MAIL_DEFAULT_SENDER"]
    message = OwnMessage(
        subject=words.subject,
        to=letter.to,
        sender=sender,
        reply_to=letter.reply_to or sender,
        msg_id=message_id(row_id),
        sent_at=now,
    )
    message.body, message.html = words.text, words.html
    message.attachments = [
        Attachment(a.name, a.content_type, a.content) for a in letter.attachments
    ]
    message.extra_headers = {
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": words.language,
    }
    if letter.unsubscribe:
        # RFC 8058: one press, without opening a page.
        message.extra_headers["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


@lru_cache(maxsize=64)
def _address_of(sender: str) -> str:
    return parseaddr(sender)[1]


def _own_name() -> str:
    """How we greet the relay: by the public name, not by the machine's."""
    domain: Any = links.public_domain()
    with contextlib.suppress(ValueError):
        address = ipaddress.ip_address(domain)
        return f"[IPv6:{address}]" if address.version == 6 else f"[{address}]"
    return str(domain)

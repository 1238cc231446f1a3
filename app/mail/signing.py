"""DKIM: a signature that says for the sender's domain that a letter is ours (RFC 6376)."""

from dataclasses import dataclass, field
from email.utils import parseaddr

import dkim
from flask import Flask, current_app

from config import Config

SIGNED = (
    *("from", "to", "subject", "date", "message-id", "reply-to", "mime-version"),
    *("content-type", "content-language", "auto-submitted"),
    # RFC 8058 asks for these two.
    *("list-unsubscribe", "list-unsubscribe-post"),
)
"""Also where a letter has none of them, so that nobody on the way can add one."""


@dataclass(frozen=True)
class Signer:
    """Signs for one domain, with the key whose public half stands in its DNS."""

    domain: str
    selector: str
    key: bytes = field(repr=False)

    def sign(self, letter: bytes) -> bytes:
        """The letter with the signature in front."""
        signature: bytes = dkim.sign(
            letter,
            self.selector.encode(),
            self.domain.encode(),
            self.key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[name.encode() for name in SIGNED],
        )
        return signature + letter


def init_app(app: Flask, config: Config) -> None:
    """Remember where the key is. It is read by the mailer alone, when it starts."""
    app.extensions["dkim_settings"] = config
    app.extensions["dkim"] = None


def load_key(app: Flask) -> None:
    """Read the key, where the operator set one.

    :raises OSError: when this user cannot read it
    """
    config: Config = app.extensions["dkim_settings"]
    if config.MAIL_DKIM_KEY_FILE is None:
        return
    domain = parseaddr(config.MAIL_DEFAULT_SENDER)[1].rpartition("@")[2]
    key = config.MAIL_DKIM_KEY_FILE.read_bytes()
    app.extensions["dkim"] = Signer(domain, config.MAIL_DKIM_SELECTOR, key)


def signed(letter: bytes) -> bytes:
    """A letter as it leaves: with a signature, where there is a key."""
    signer: Signer | None = current_app.extensions["dkim"]
    return signer.sign(letter) if signer else letter

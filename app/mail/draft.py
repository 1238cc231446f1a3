"""A letter ready to leave, with what decides whether it may."""

from typing import NamedTuple

from flask_mail import Message

from app.mail.models import Outbox


class Draft(NamedTuple):
    """A written letter. What is kept of its reader is blind."""

    row: Outbox
    message: Message
    to: str
    address: bytes
    """The index of the address, as bounces are remembered by it."""
    domain: bytes
    """The index of its domain, which may be resting."""
    mailbox: bytes | None
    """The index of its mailbox, where letters to it are counted."""
    return_to: str | None
    """Where it comes back to when it cannot be delivered; the sender where nothing is set."""

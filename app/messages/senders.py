"""Who sent a message, as a tag that nobody can read back, and the watchers' way to the wall."""

import hashlib
import hmac
import uuid

from flask import current_app

from app.events.models import Event
from app.events.queries import EventHead
from app.vault.service import current_vault

TAG_BYTES = 16


def tag_of(event: Event, registration_id: uuid.UUID) -> bytes:
    """The tag of a sender at this event.

    Its key is a file that the purge destroys, so tags in a stolen database, or in a backup,
    lead to nobody.

    :raises KeyMissing: after the purge
    """
    key = current_vault().files.shred_key(event.key_id)
    content = f"message sender {event.id} ".encode() + registration_id.bytes
    return hmac.digest(key, content, "sha256")[:TAG_BYTES]


def wall_key(event: Event | EventHead) -> str:
    """What opens the wall to those who watch; the same for all of them, so that caches work."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, f"wall {event.id}".encode(), hashlib.sha256).hexdigest()[:24]


def is_wall_key(event: Event | EventHead, given: str) -> bool:
    """Whether somebody has it."""
    return hmac.compare_digest(wall_key(event).encode(), given.encode())

"""Who may send a picture or an interpreter's voice: feeds, and the keys that encoders show."""

import base64
import hashlib
import hmac
import uuid
from datetime import datetime, timedelta
from typing import Final, NamedTuple

KEY_LASTS: Final = (6, 24, 72, 168)
"""Hours that can be chosen."""
KEY_SHOWN: Final = timedelta(minutes=10)
"""How long the desk shows a new key; then nobody can read it any more."""
LONGEST: Final = 200


class Feed(NamedTuple):
    """What one encoder sends: a stream's picture with the floor's sound, or one language."""

    event: str
    stream: str
    language: str = ""
    """The interpreters' language; empty for the picture."""

    @property
    def name(self) -> str:
        """As RTMP knows it."""
        return "_".join(filter(None, self))


def read_feed(name: str) -> Feed | None:
    """The feed of that name; None for what cannot be one."""
    parts = name.split("_") if len(name) <= LONGEST else []
    return Feed(*parts) if len(parts) in (2, 3) and all(parts) else None


def key_of(secret: bytes, key_id: uuid.UUID, expires_at: datetime) -> str:
    """The key of an encoder. It is kept nowhere: whoever checks it makes it again."""
    told = key_id.bytes + b"%d" % int(expires_at.timestamp())
    digest = hmac.digest(secret, b"ingest\0" + told, hashlib.sha256)[:18]
    return base64.urlsafe_b64encode(digest).decode()


def is_key(secret: bytes, given: str, key_id: uuid.UUID, expires_at: datetime) -> bool:
    """Whether this is the key that was made then."""
    return hmac.compare_digest(key_of(secret, key_id, expires_at).encode(), given.encode())

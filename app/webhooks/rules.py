"""Webhooks on plain values: what is sent, how it is signed, when it is tried again."""

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta

PING = "ping"
REGISTRATIONS, LOCATIONS = "registrations", "locations"
SECRET_BYTES = 32
SHOWN_LIMIT = timedelta(minutes=10)
"""How long a new secret is shown to whoever does not say that it is kept."""
LEASE = timedelta(minutes=5)
KEPT = timedelta(days=7)
"""How long the delivery log remembers."""
MOST_TRIES = 8
"""Of one message; after that the ones behind it go on."""
MOST_FAILURES = 15
"""In a row, over about three days; then the webhook is turned off."""
RESTS = (
    *(timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10)),
    *(timedelta(minutes=30), timedelta(hours=1), timedelta(hours=3), timedelta(hours=8)),
)
GONE = 410


def rest_after(failures: int) -> timedelta:
    """How long a webhook rests after so many failures in a row."""
    return RESTS[min(failures, len(RESTS)) - 1]


def is_enough(failures: int, status: int | None) -> bool:
    """Whether a webhook is turned off: it failed too often, or its server says that it is gone."""
    return failures >= MOST_FAILURES or status == GONE


def is_delivered(status: int) -> bool:
    """Whether an answer says that it arrived; a redirect does not, and is not followed."""
    return 200 <= status < 300


def message_id(webhook_id: str, number: int) -> str:
    """The same for each try, so that a receiver knows a message that came twice."""
    return f"msg_{webhook_id}_{number}"


def body_of(topic: str, data: dict[str, str], now: datetime) -> bytes:
    """What is sent: ids and a state, and nothing personal."""
    content = {"type": topic, "timestamp": now.isoformat(timespec="seconds"), "data": data}
    return json.dumps(content, separators=(",", ":")).encode()


def sign(secret: str, msg_id: str, now: datetime, body: bytes) -> dict[str, str]:
    """The headers of Standard Webhooks (https://www.standardwebhooks.com): HMAC-SHA256."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    second = str(int(now.timestamp()))
    signed = b".".join((msg_id.encode(), second.encode(), body))
    digest = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return {
        "webhook-id": msg_id,
        "webhook-timestamp": second,
        "webhook-signature": f"v1,{digest}",
        "content-type": "application/json",
    }


def write_secret(random: bytes) -> str:
    """A secret as receivers expect it."""
    return f"whsec_{base64.b64encode(random).decode()}"

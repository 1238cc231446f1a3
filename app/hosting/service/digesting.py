"""Letters to hosts about new guests: when they are owed, and who wants them."""

import uuid
from datetime import datetime

from uuid_utils.compat import uuid7

from app.database import transaction
from app.hosting import queries, rules
from app.hosting.models import Host
from app.hosting.queries import digests
from app.mail import batches


def queue_due(*, now: datetime) -> int:
    """Owe a letter to every host with new guests who had none for a day; count them."""
    return sum(_queue(event_id, now) for event_id in digests.events_ahead(now))


def choose(*, host_id: uuid.UUID, wanted: bool) -> None:
    """Send the host letters about new guests, or no more of them. Twice is once."""
    with transaction():
        queries.get_host(host_id, for_change=True).digests = wanted


def begin_anew(host: Host, now: datetime) -> None:
    """Forget what the host before was told, and chose; runs inside the caller's transaction."""
    host.digests, host.digest_batch = True, None
    host.digest_since = host.digest_until = now - rules.SETTLED_AFTER


def _queue(event_id: int, now: datetime) -> int:
    batch_id = uuid7()
    with transaction() as session:
        digests.claim_due(session, event_id, batch_id, now=now)
        return batches.enqueue_batch(
            session,
            recipients=digests.claimed(event_id, batch_id),
            kind=rules.DIGEST,
            event_id=event_id,
            batch_id=batch_id,
            now=now,
        )

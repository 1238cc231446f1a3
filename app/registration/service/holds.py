"""Give back the seats of sign-ups that nobody confirmed, and offer them to whoever waits."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from app.database import transaction
from app.mail import outbox
from app.registration.models import Registration
from app.registration.queries import attendee as queries
from app.registration.rules import RegistrationState as State
from app.registration.service import waiting

BATCH = 500


def expire_pending(*, now: datetime) -> int:
    """End every hold that is over; say how many there were."""
    ended = 0
    while ids := queries.overdue(now, limit=BATCH):
        ended += _expire(ids, now)
    return ended


def expire_overdue_at(*, location_id: int, now: datetime) -> int:
    """The same for one location, when somebody finds it full."""
    ids = queries.overdue(now, location_id=location_id, limit=BATCH)
    return _expire(ids, now) if ids else 0


def _expire(ids: Sequence[uuid.UUID], now: datetime) -> int:
    with transaction() as session:
        # The state is asked again: somebody may be confirming at this moment.
        ended = session.execute(
            update(Registration)
            .where(Registration.id.in_(ids), Registration.state == State.PENDING)
            .values(state=State.EXPIRED, held_until=None, ended_at=now)
            .returning(
                Registration.id,
                Registration.event_id,
                Registration.location_id,
                Registration.party_size,
                Registration.waiting_since,
            )
            .execution_options(synchronize_session=False)
        ).all()
        freed: dict[int, int] = {}
        for row in ended:
            freed[row.location_id] = freed.get(row.location_id, 0) + row.party_size
            if row.waiting_since is not None:
                outbox.enqueue(
                    session,
                    kind=waiting.EXPIRED,
                    event_id=row.event_id,
                    about_id=row.id,
                    now=now,
                )
        # In one order everywhere, so that two acts never wait for each other.
        for location_id in sorted(freed):
            waiting.give_back(session, location_id, freed[location_id], now=now)
    return len(ended)

"""Give back the seats of sign-ups that nobody confirmed."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from app.database import transaction
from app.locations import seats
from app.registration.models import Registration
from app.registration.queries import attendee as queries
from app.registration.rules import RegistrationState as State

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
            .returning(Registration.location_id, Registration.party_size)
            .execution_options(synchronize_session=False)
        ).all()
        freed: dict[int, int] = {}
        for location_id, party_size in ended:
            freed[location_id] = freed.get(location_id, 0) + party_size
        # In one order everywhere, so that two acts never wait for each other.
        for location_id in sorted(freed):
            seats.give_back(session, location_id, freed[location_id])
    return len(ended)

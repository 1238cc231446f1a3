"""Sign-ups to be compared with each other, and those that shall become one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.database import db
from app.locations.models import Location
from app.registration.models import Registration
from app.registration.queries.desk import Countries, Filters, chosen
from app.registration.rules import CAN_CANCEL

MOST_COMPARED = 2_000
"""Names that one look may open."""


def rows_to_compare(event_id: int, filters: Filters, *, countries: Countries) -> Sequence[Any]:
    """Ids, boxes and cities of the newest sign-ups that have not ended, oldest first."""
    query = select(Registration.id, Registration.identity_box, Location.city, Location.country)
    query = chosen(query, event_id, filters, countries).where(Registration.state.in_(CAN_CANCEL))
    newest = query.order_by(Registration.created_at.desc(), Registration.id.desc())
    return db.session.execute(newest.limit(MOST_COMPARED)).all()[::-1]

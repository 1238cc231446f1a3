"""Sign-ups to be compared with each other, and those that shall become one."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select

from app.database import db
from app.locations.models import Location
from app.registration.models import Registration, ToldApart
from app.registration.queries.desk import Countries, Filters, chosen
from app.registration.rules import CAN_CANCEL

MOST_COMPARED = 2_000
"""Names that one look may open."""
MOST_PAIRS = 50


def rows_to_compare(event_id: int, filters: Filters, *, countries: Countries) -> Sequence[Any]:
    """Ids, boxes and cities of the newest sign-ups that have not ended, oldest first."""
    query = select(Registration.id, Registration.identity_box, Location.city, Location.country)
    query = chosen(query, event_id, filters, countries).where(Registration.state.in_(CAN_CANCEL))
    newest = query.order_by(Registration.created_at.desc(), Registration.id.desc())
    return db.session.execute(newest.limit(MOST_COMPARED)).all()[::-1]


def apart_among(event_id: int, ids: Collection[uuid.UUID]) -> set[frozenset[uuid.UUID]]:
    """The pairs of these that are known to be different people's."""
    rows = db.session.execute(
        select(ToldApart.first_id, ToldApart.second_id).where(
            ToldApart.event_id == event_id,
            ToldApart.first_id.in_(ids),
            ToldApart.second_id.in_(ids),
        )
    )
    return {frozenset(row) for row in rows}


def pairs_apart(event_id: int, *, countries: Countries) -> Sequence[tuple[uuid.UUID, uuid.UUID]]:
    """Pairs that were told apart, both of which an account may see."""
    rows = select(ToldApart.first_id, ToldApart.second_id).where(ToldApart.event_id == event_id)
    if countries:
        seen = select(Registration.id).join(Registration.location)
        seen = seen.where(Location.country.in_(countries))
        rows = rows.where(ToldApart.first_id.in_(seen), ToldApart.second_id.in_(seen))
    ordered = rows.order_by(ToldApart.first_id.desc(), ToldApart.second_id).limit(MOST_PAIRS)
    return [(row.first_id, row.second_id) for row in db.session.execute(ordered)]

"""How many sign up, from where and when: a few grouped statements over narrow indexes."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Integer, column, func, select, values

from app.database import UtcDateTime, db
from app.locations.models import Location, LocationState
from app.registration.models import Registration
from app.registration.rules import RegistrationState


class StateInCountry(NamedTuple):
    """Sign-ups in one state at the locations of one country."""

    country: str
    state: RegistrationState
    locations: int
    registrations: int
    people: int


class Day(NamedTuple):
    """A day's first moment, and the first one after it."""

    begins: datetime
    ends: datetime


def count_by_country(event_id: int, *, countries: tuple[str, ...]) -> list[StateInCountry]:
    """Count sign-ups, their people and the locations that have any, by country and state."""
    at_location = (
        select(
            Location.country,
            Location.id,
            Registration.state,
            func.count().label("registrations"),
            func.sum(Registration.party_size).label("people"),
        )
        .join(Registration, Registration.location_id == Location.id)
        .where(Location.event_id == event_id)
        .group_by(Location.country, Location.id, Registration.state)
    )
    if countries:
        at_location = at_location.where(Location.country.in_(countries))
    one = at_location.subquery()
    rows = db.session.execute(
        select(
            one.c.country,
            one.c.state,
            func.count(),
            func.sum(one.c.registrations),
            func.sum(one.c.people),
        ).group_by(one.c.country, one.c.state)
    )
    return [
        StateInCountry(country, state, locations, int(registrations), int(people))
        for country, state, locations, registrations, people in rows
    ]


def count_locations(event_id: int, *, countries: tuple[str, ...]) -> dict[str, int]:
    """Count the locations that people can choose, by country."""
    query = select(Location.country, func.count()).where(
        Location.event_id == event_id, Location.state == LocationState.APPROVED
    )
    if countries:
        query = query.where(Location.country.in_(countries))
    return dict(db.session.execute(query.group_by(Location.country)).all())


def count_by_day(event_id: int, days: Sequence[Day], *, countries: tuple[str, ...]) -> list[int]:
    """Count the sign-ups of each day; each is one range of an index."""
    if not days:
        return []
    day = (
        values(
            column("number", Integer),
            column("begins", UtcDateTime),
            column("ends", UtcDateTime),
            name="day",
        )
        .data([(n, day.begins, day.ends) for n, day in enumerate(days)])
        .cte("day")
    )
    signed_up = (
        select(func.count())
        .select_from(Registration)
        .where(
            Registration.event_id == event_id,
            Registration.created_at >= day.c.begins,
            Registration.created_at < day.c.ends,
        )
    )
    if countries:
        signed_up = signed_up.join(Location, Location.id == Registration.location_id).where(
            Location.country.in_(countries)
        )
    counted = signed_up.correlate(day).scalar_subquery()
    rows = db.session.execute(select(day.c.number, counted))
    counts = dict(rows.all())
    return [counts[n] for n in range(len(days))]

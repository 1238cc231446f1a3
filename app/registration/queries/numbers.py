"""How many sign up, from where and when: read from the kept counters, never by counting.

`countries` is what an account may see; empty means everywhere.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Integer,
    Select,
    SelectBase,
    String,
    and_,
    case,
    func,
    literal,
    select,
    union_all,
)

from app.database import db
from app.gazetteer.scopes import has_regions
from app.registration import counters
from app.registration.counters import PlaceTally, RegistrationDelta, Tally
from app.registration.queries.counting import count_regions
from app.registration.rules import RegistrationState

Countries = tuple[str, ...]


class StateInCountry(NamedTuple):
    """Sign-ups in one state at the locations of one country."""

    country: str
    state: RegistrationState
    locations: int
    """With somebody confirmed."""
    registrations: int
    people: int


class Day(NamedTuple):
    """A day's first moment, and the first one after it."""

    begins: datetime
    ends: datetime


class Share(NamedTuple):
    """Confirmed sign-ups, and the people in them, under one language or kind."""

    key: str
    registrations: int
    people: int


class Counted(NamedTuple):
    """Everything that is counted about the countries that an account sees."""

    by_country: list[StateInCountry]
    languages: list[Share]
    kinds: list[Share]
    half_hours: dict[datetime, int]
    """Sign-ups made, by the half hour in which they were."""
    offered: dict[str, int]
    """Locations that people can choose, by country."""


def count_everything(event_id: int, *, countries: Countries) -> Counted:
    """All numbers of an overview, by one statement; by two where regions are meant."""
    rows: Sequence[Any]
    if has_regions(countries):
        rows = count_regions(event_id, countries)
    else:
        rows = db.session.execute(_sums(event_id, countries)).all()
    places = {row.country: int(row.registrations) for row in rows if row.measure == counters.PLACES}
    confirmed = RegistrationState.CONFIRMED
    return Counted(
        by_country=[
            StateInCountry(
                row.country,
                RegistrationState(row.key),
                places.get(row.country, 0) if row.key == confirmed else 0,
                int(row.registrations),
                int(row.people),
            )
            for row in rows
            if row.measure == counters.STATE and row.registrations
        ],
        languages=_shares(rows, counters.LANGUAGE),
        kinds=_shares(rows, counters.KIND),
        half_hours={
            datetime.fromisoformat(row.key).replace(tzinfo=UTC): int(row.registrations)
            for row in rows
            if row.measure == counters.HALF_HOUR
        },
        offered={
            row.country: int(row.registrations)
            for row in rows
            if row.measure == counters.OFFERED and row.registrations
        },
    )


def count_between(half_hours: dict[datetime, int], days: Sequence[Day]) -> list[int]:
    """Sign-ups of each day, from those of each half hour; both in order, days without gaps."""
    counted = [0] * len(days)
    begins = [day.begins for day in days]
    for moment, number in half_hours.items():
        place = bisect_right(begins, moment) - 1
        if place >= 0 and moment < days[place].ends:
            counted[place] += number
    return counted


def _shares(rows: Sequence[Any], measure: str) -> list[Share]:
    found = (
        Share(row.key, int(row.registrations), int(row.people))
        for row in rows
        if row.measure == measure and row.people
    )
    return sorted(found, key=lambda share: (-share.people, share.key))


def _sums(event_id: int, countries: Countries) -> Select[*tuple[Any, ...]]:
    """Counters with what is not folded yet, in one statement: a fold between two would lie."""
    one = union_all(
        *_kept(event_id, countries),
        *(_not_folded(event_id, measure, countries) for measure in MEASURES),
        _places_not_folded(event_id, countries),
    ).subquery()
    # These are told by country, all else over all of them.
    country = case((one.c.measure.in_(BY_COUNTRY), one.c.country), else_=counters.EVERYWHERE)
    return select(
        one.c.measure,
        one.c.key,
        country.label("country"),
        func.sum(one.c.registrations).label("registrations"),
        func.sum(one.c.people).label("people"),
    ).group_by(one.c.measure, one.c.key, country)


def _kept(event_id: int, countries: Countries) -> Sequence[SelectBase]:
    query = select(
        Tally.country, Tally.measure, Tally.key, Tally.registrations, Tally.people
    ).where(Tally.event_id == event_id)
    by_country = query.where(Tally.measure.in_(BY_COUNTRY))
    over_all = query.where(Tally.measure.in_(OVER_ALL))
    if countries:
        return [some.where(Tally.country.in_(countries)) for some in (by_country, over_all)]
    return (
        by_country.where(Tally.country != counters.EVERYWHERE),
        over_all.where(Tally.country == counters.EVERYWHERE),
    )


def _not_folded(event_id: int, measure: str, countries: Countries) -> SelectBase:
    line, key = RegistrationDelta, MEASURES[measure]
    query = select(
        line.country, literal(measure, String(12)), key, line.registrations, line.people
    ).where(line.event_id == event_id)
    if measure in (counters.LANGUAGE, counters.KIND):
        query = query.where(line.state == RegistrationState.CONFIRMED.value)
    elif measure == counters.OFFERED:
        query = query.where(line.state == counters.OFFERED)
    else:
        query = query.where(line.state != counters.OFFERED)
    return query.where(line.country.in_(countries)) if countries else query


def _places_not_folded(event_id: int, countries: Countries) -> SelectBase:
    """Locations that get their first confirmed person, less those that lose their last."""
    line, place, confirmed = RegistrationDelta, PlaceTally, RegistrationState.CONFIRMED.value
    change, before = func.sum(line.registrations), func.coalesce(func.max(place.registrations), 0)
    same = (place.location_id == line.location_id, place.country == line.country)
    first, last = and_(before == 0, change > 0), and_(before > 0, before + change == 0)
    query = (
        select(line.country, case((first, 1), (last, -1), else_=0).label("places"))
        .outerjoin(place, and_(*same, place.state == confirmed))
        .where(line.event_id == event_id, line.state == confirmed)
        .group_by(line.country, line.location_id)
    )
    if countries:
        query = query.where(line.country.in_(countries))
    one = query.subquery()
    return select(
        one.c.country,
        literal(counters.PLACES, String(12)),
        literal("", String(16)),
        one.c.places,
        literal(0, Integer),
    )


MEASURES = {
    counters.STATE: RegistrationDelta.state,
    counters.LANGUAGE: RegistrationDelta.language,
    counters.KIND: RegistrationDelta.kind,
    counters.HALF_HOUR: RegistrationDelta.half_hour,
    counters.OFFERED: literal("", String(16)),
}
BY_COUNTRY = (counters.STATE, counters.PLACES, counters.OFFERED)
OVER_ALL = (counters.LANGUAGE, counters.KIND, counters.HALF_HOUR)

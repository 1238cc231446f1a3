"""The numbers of regions, which no counter keeps: counted from the sign-ups of these alone.

Kept counters know countries (docs/adr/0014). Whoever is bound to regions sees as many rows as
those have sign-ups, found by the locations' index.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import String, cast, extract, func, literal, select, union_all

from app.database import db
from app.gazetteer.scopes import Scope
from app.locations.models import Location, LocationState
from app.locations.within import within
from app.registration import counters
from app.registration.models import Registration
from app.registration.rules import RegistrationState

MINUTES = 30


class Number(NamedTuple):
    """One sum, as the kept counters give it."""

    measure: str
    key: str
    country: str
    registrations: int
    people: int


def count_regions(event_id: int, scope: Scope) -> list[Number]:
    """Every measure of a scope, by two statements."""
    sums = union_all(*_measures(event_id, scope))
    rows = [Number(*row) for row in db.session.execute(sums)]
    return rows + list(_half_hours(event_id, scope))


def _measures(event_id: int, scope: Scope) -> Iterator[Any]:
    confirmed = Registration.state == RegistrationState.CONFIRMED
    one, people = func.count(), func.coalesce(func.sum(Registration.party_size), 0)
    where, country = Location.country, literal(counters.EVERYWHERE)

    def counted(measure: str, key: Any, place: Any, number: Any = one) -> Any:
        query = select(literal(measure), cast(key, String), place, number, people).select_from(
            Registration
        )
        return query.join(Registration.location).where(
            Registration.event_id == event_id, within(scope)
        )

    yield counted(counters.STATE, Registration.state, where).group_by(Registration.state, where)
    places = func.count(func.distinct(Registration.location_id))
    yield counted(counters.PLACES, literal(""), where, places).where(confirmed).group_by(where)
    languages = counted(counters.LANGUAGE, Registration.language, country).where(confirmed)
    yield languages.group_by(Registration.language)
    yield counted(counters.KIND, Location.kind, country).where(confirmed).group_by(Location.kind)
    offered = select(literal(counters.OFFERED), literal(""), where, one, literal(0)).where(
        Location.event_id == event_id, Location.state == LocationState.APPROVED, within(scope)
    )
    yield offered.group_by(where)


def _half_hours(event_id: int, scope: Scope) -> Iterator[Number]:
    made = Registration.created_at
    if db.engine.dialect.name == "postgresql":
        made = func.timezone("UTC", made)  # type: ignore[assignment]
    parts = [extract(part, made) for part in ("year", "month", "day", "hour")]
    half = extract("minute", made) >= MINUTES
    query = select(*parts, half, func.count(), func.sum(Registration.party_size))
    query = query.join(Registration.location).where(
        Registration.event_id == event_id, within(scope)
    )
    for *when, late, number, people in db.session.execute(query.group_by(*parts, half)):
        year, month, day, hour = map(int, when)
        key = f"{year:04}-{month:02}-{day:02}T{hour:02}:{'30' if late else '00'}"
        yield Number(counters.HALF_HOUR, key, counters.EVERYWHERE, int(number), int(people))

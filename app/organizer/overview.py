"""The numbers of one event, gathered from a few grouped statements."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from app.events.models import Event
from app.gazetteer.countries import country_name
from app.organizer.chart import Curve, Point, draw_curve
from app.registration.queries import numbers
from app.registration.queries.numbers import Day, StateInCountry
from app.registration.rules import RegistrationState as State

MOST_DAYS = 90


@dataclass
class CountryLine:
    """One country in the table."""

    code: str
    name: str
    offered: int = 0
    """Locations that people can choose."""
    taking_part: int = 0
    """Locations with somebody confirmed."""
    people: int = 0


@dataclass
class Overview:
    """What the first page of the desk shows."""

    states: dict[State, int] = field(default_factory=lambda: dict.fromkeys(State, 0))
    people: int = 0
    locations: int = 0
    countries: int = 0
    by_country: list[CountryLine] = field(default_factory=list)
    curve: Curve | None = None


def overview_of(event: Event, countries: tuple[str, ...], language: str, now: datetime) -> Overview:
    """Count everything about an event that lies in these countries (empty: everywhere)."""
    counted = numbers.count_by_country(event.id, countries=countries)
    offered = numbers.count_locations(event.id, countries=countries)
    days = days_until(min(now, event.sign_up_closes_at), event.sign_up_opens_at, event.timezone)
    by_day = numbers.count_by_day(event.id, days, countries=countries)
    lines = _by_country(counted, offered, language)
    result = Overview(by_country=lines)
    for row in counted:
        result.states[row.state] += row.registrations
    result.people = sum(line.people for line in lines)
    result.locations = sum(line.taking_part for line in lines)
    result.countries = sum(1 for line in lines if line.taking_part)
    result.curve = draw_curve([Point(day.begins, by_day[n]) for n, day in enumerate(days)])
    return result


def days_until(last: datetime, first: datetime, zone: str) -> list[Day]:
    """The days from the first moment to the last on the clocks of a zone, 90 at most."""
    clock = ZoneInfo(zone)
    end, begin = last.astimezone(clock).date(), first.astimezone(clock).date()
    begin = max(begin, end - timedelta(days=MOST_DAYS - 1))
    bounds = [
        datetime.combine(begin + timedelta(days=n), time.min, clock)
        for n in range((end - begin).days + 2)
    ]
    return [Day(*pair) for pair in pairwise(bounds)]


def _by_country(
    counted: Iterable[StateInCountry], offered: dict[str, int], language: str
) -> list[CountryLine]:
    lines: dict[str, CountryLine] = {}
    for code, places in offered.items():
        lines[code] = CountryLine(code, country_name(code, language), offered=places)
    for row in counted:
        line = lines.setdefault(
            row.country, CountryLine(row.country, country_name(row.country, language))
        )
        if row.state == State.CONFIRMED:
            line.taking_part, line.people = row.locations, row.people
    return sorted(lines.values(), key=lambda line: (-line.people, -line.offered, line.name))

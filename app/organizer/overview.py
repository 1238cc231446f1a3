"""The numbers of one event, read from the kept counters."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from app.events.models import Event
from app.gazetteer.countries import country_name
from app.locations.models import LocationKind
from app.organizer.chart import Bar, Curve, Point, draw_bars, draw_curve
from app.organizer.small_counts import exactly
from app.organizer.words import KINDS
from app.registration.queries import numbers
from app.registration.queries.numbers import Day, Share, StateInCountry
from app.registration.rules import RegistrationState as State
from app.web.languages import language_name

MOST_DAYS = 90
HOURS = 48


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
    by_language: Sequence[Bar] = ()
    by_kind: Sequence[Bar] = ()
    curve: Curve | None = None
    hours: Curve | None = None


def overview_of(
    event: Event,
    countries: tuple[str, ...],
    language: str,
    now: datetime,
    shown: Callable[[int], int] = exactly,
) -> Overview:
    """Everything that is counted about an event in these countries (empty: everywhere).

    :param shown: what the reader may see of a number; nothing here is sorted by more than that
    """
    counted = numbers.count_everything(event.id, countries=countries)
    offered = numbers.count_locations(event.id, countries=countries)
    lines = _by_country(counted.by_country, offered, language)
    result = Overview()
    for row in counted.by_country:
        result.states[row.state] += row.registrations
    result.states = {state: shown(number) for state, number in result.states.items()}
    result.people = shown(sum(line.people for line in lines))
    result.locations = shown(sum(line.taking_part for line in lines))
    result.countries = sum(1 for line in lines if shown(line.people))
    result.by_country = sorted((_seen(line, shown) for line in lines), key=_largest_first)
    result.by_language = _bars(counted.languages, shown, lambda code: language_name(code, language))
    result.by_kind = _bars(counted.kinds, shown, lambda kind: str(KINDS[LocationKind(kind)]))
    days = days_until(min(now, event.sign_up_closes_at), event.sign_up_opens_at, event.timezone)
    result.curve = _curve(counted.half_hours, days, shown)
    result.hours = _curve(counted.half_hours, _hours_until(now), shown)
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


def _hours_until(now: datetime) -> list[Day]:
    """The last two days by the hour; the last hour is the one that is not over."""
    this = now.replace(minute=0, second=0, microsecond=0)
    bounds = [this + timedelta(hours=n) for n in range(1 - HOURS, 2)]
    return [Day(*pair) for pair in pairwise(bounds)]


def _curve(
    half_hours: dict[datetime, int], days: Sequence[Day], shown: Callable[[int], int]
) -> Curve | None:
    counted = numbers.count_between(half_hours, days)
    return draw_curve(
        [Point(day.begins, shown(number)) for day, number in zip(days, counted, strict=True)]
    )


def _bars(
    shares: Sequence[Share], shown: Callable[[int], int], name: Callable[[str], str]
) -> Sequence[Bar]:
    seen = [(name(share.key), shown(share.people)) for share in shares]
    return draw_bars(sorted(seen, key=lambda bar: (-bar[1], bar[0])))


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
    return list(lines.values())


def _seen(line: CountryLine, shown: Callable[[int], int]) -> CountryLine:
    return replace(line, taking_part=shown(line.taking_part), people=shown(line.people))


def _largest_first(line: CountryLine) -> tuple[int, int, str]:
    return -line.people, -line.offered, line.name

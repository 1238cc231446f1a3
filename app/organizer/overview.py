"""The numbers of one event, read from the kept counters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from app.events.models import Event
from app.locations.models import LocationKind
from app.organizer.chart import Bar, Curve, Point, draw_bars, draw_curve
from app.organizer.figures import Figures
from app.organizer.publishing import PEOPLE, TAKING_PART, figure_of
from app.organizer.rollup import Line, countries_of
from app.organizer.small_counts import Shown, exactly, tell_nothing
from app.organizer.words import KINDS
from app.registration.queries import numbers
from app.registration.queries.numbers import Counted, Day, Share
from app.registration.rules import RegistrationState as State
from app.web.languages import language_name

MOST_DAYS = 90
HOURS = 48


@dataclass
class Overview:
    """What the first page of the desk shows."""

    states: dict[State, int] = field(default_factory=lambda: dict.fromkeys(State, 0))
    people: int = 0
    locations: int = 0
    countries: int = 0
    by_country: Sequence[Line] = ()
    by_language: Sequence[Bar] = ()
    by_kind: Sequence[Bar] = ()
    curve: Curve | None = None
    hours: Curve | None = None


def overview_of(event: Event, figures: Figures, language: str, now: datetime) -> Overview:
    """Everything that is counted about an event; nothing is sorted by more than is shown."""
    counted, shown = figures.counted, figures.shown
    lines = countries_of(figures, language)
    result = Overview(by_country=lines)
    for row in counted.by_country:
        result.states[row.state] += row.registrations
    result.states = {
        state: shown(figure_of("state", state), number, ())
        for state, number in result.states.items()
    }
    result.by_language = _bars(
        "language", counted.languages, shown, lambda code: language_name(code, language)
    )
    result.by_kind = _bars(
        "kind", counted.kinds, shown, lambda kind: str(KINDS[LocationKind(kind)])
    )
    if shown is not exactly:
        _leave_out(result)
    result.people, result.locations = _totals(result, counted, shown)
    result.countries = sum(1 for line in lines if line.seen.people)
    days = days_until(min(now, event.sign_up_closes_at), event.sign_up_opens_at, event.timezone)
    result.curve = _curve(counted.half_hours, days, shown)
    if shown is exactly:
        # An hour is too fine a grain for whoever must not see single sign-ups.
        result.hours = _curve(counted.half_hours, _hours_until(now), shown)
    return result


def _leave_out(result: Overview) -> None:
    """Show no table of which another one of the same people tells more than its own tens."""
    tables = [[line.seen.people for line in result.by_country]]
    for name in ("by_language", "by_kind"):
        table = [bar.number for bar in getattr(result, name)]
        if all(tell_nothing(table, other) for other in tables):
            tables.append(table)
        else:
            setattr(result, name, ())


def _totals(result: Overview, counted: Counted, shown: Shown) -> tuple[int, int]:
    """People and locations: sums of each of the tables on the page."""
    confirmed = [row for row in counted.by_country if row.state == State.CONFIRMED]
    people = sum(row.people for row in confirmed)
    tables = (
        [line.seen.people for line in result.by_country],
        [bar.number for bar in result.by_language],
        [bar.number for bar in result.by_kind],
    )
    places = [line.seen.taking_part for line in result.by_country]
    locations = shown(TAKING_PART, sum(row.locations for row in confirmed), places)
    told = [shown(PEOPLE, people, table) for table in tables if table]
    return min(told, default=0), locations


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


def _curve(half_hours: dict[datetime, int], days: Sequence[Day], shown: Shown) -> Curve | None:
    counted = numbers.count_between(half_hours, days)
    return draw_curve(
        [
            Point(day.begins, shown(figure_of("day", day.begins.date()), number, ()))
            for day, number in zip(days, counted, strict=True)
        ]
    )


def _bars(
    measure: str, shares: Sequence[Share], shown: Shown, name: Callable[[str], str]
) -> Sequence[Bar]:
    seen = [
        (name(share.key), shown(figure_of(measure, share.key), share.people, ()))
        for share in shares
    ]
    return draw_bars(sorted(seen, key=lambda bar: (-bar[1], bar[0])))

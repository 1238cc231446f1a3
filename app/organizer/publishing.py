"""Figures for viewers: counted at each full hour, once for all web processes.

A number that follows every sign-up tells when the tenth person came to whoever looks often
enough. So viewers read what is written down here, and docs/adr/0039 says how it changes.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from app.database import db, transaction
from app.events.models import Event, EventState
from app.organizer.models import PublishedFigures
from app.organizer.small_counts import STEP, remember
from app.registration.queries import numbers, rollup
from app.registration.queries.numbers import Counted
from app.registration.queries.rollup import Leaf
from app.registration.rules import RegistrationState
from app.vault.service import current_vault

PEOPLE, TAKING_PART = "people", "locations"
APART = timedelta(minutes=50)
"""Between two countings: a mailer that comes back at 13:59 does not count again at 14:00."""


def figure_of(measure: str, *path: object) -> str:
    """What a figure is called: `people/DE/Bavaria/7`, `day/2026-11-27`."""
    return "/".join(map(str, (measure, *path)))


def publish_figures(*, now: datetime) -> int:
    """Count what viewers see of each event, once an hour; say of how many events."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    due = db.session.execute(
        select(Event.id, Event.timezone, PublishedFigures.counted_at)
        .outerjoin(PublishedFigures, PublishedFigures.event_id == Event.id)
        .where(Event.state != EventState.ARCHIVED)
        .where(
            or_(
                PublishedFigures.counted_at.is_(None),
                (PublishedFigures.counted_at < hour) & (PublishedFigures.counted_at < now - APART),
            )
        )
    ).all()
    return sum(_publish(event_id, zone, last, now) for event_id, zone, last in due)


def find_published(event_id: int) -> PublishedFigures | None:
    """What viewers see of an event, or None before its first counting."""
    return db.session.scalar(
        select(PublishedFigures)
        .where(PublishedFigures.event_id == event_id)
        .execution_options(populate_existing=True)
    )


def _publish(event_id: int, zone: str, last: datetime | None, now: datetime) -> bool:
    """Whether it was this process that counted; another one may have been faster."""
    counted = numbers.count_everything(event_id, countries=())
    found = _numbers(counted, rollup.leaves(event_id), zone)
    try:
        with transaction() as session:
            row = session.get(
                PublishedFigures, event_id, with_for_update=True, populate_existing=True
            )
            if row is None:
                row = PublishedFigures(event_id=event_id, numbers={})
                session.add(row)
            elif row.counted_at != last:
                return False
            row.numbers = remember(row.numbers, found, lambda *of: _distance(event_id, *of))
            row.counted_at = now
    except IntegrityError:
        return False
    return True


def _distance(event_id: int, figure: str, remembered: int) -> int:
    """Ten to nineteen; which, nobody can tell without the installation's index key."""
    drawn = current_vault().index("published figures", f"{event_id} {figure} {remembered}")
    return STEP + int.from_bytes(drawn) % STEP


def _numbers(counted: Counted, leaves: Sequence[Leaf], zone: str) -> dict[str, int]:
    """Every number that a viewer can come across, by the name of its figure."""
    found: Counter[str] = Counter()
    for row in counted.by_country:
        found[figure_of("state", row.state)] += row.registrations
        if row.state == RegistrationState.CONFIRMED:
            for country in ((), (row.country,)):
                found[figure_of(PEOPLE, *country)] += row.people
                found[figure_of(TAKING_PART, *country)] += row.locations
    for leaf in leaves:
        for steps in (leaf.path[:2], leaf.path):
            found[figure_of(PEOPLE, *steps)] += leaf.people
            found[figure_of(TAKING_PART, *steps)] += leaf.taking_part
    for measure, shares in (("language", counted.languages), ("kind", counted.kinds)):
        found.update({figure_of(measure, share.key): share.people for share in shares})
    clock = ZoneInfo(zone)
    for moment, registrations in counted.half_hours.items():
        found[figure_of("day", moment.astimezone(clock).date())] += registrations
    return found

"""The numbers behind the overview and the roll-up, as far as a reader may see them.

Whoever sees people sees the numbers of this moment. Whoever does not sees what was published
at the last full hour: somebody who watches numbers change would learn when one person came.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask import Flask

from app.events.kept import keep, kept
from app.events.models import Event
from app.gazetteer.scopes import read_entry
from app.locations.models import LocationKind
from app.organizer.publishing import PEOPLE, figure_of, find_published
from app.organizer.small_counts import Shown, as_remembered, exactly
from app.registration.queries import numbers, rollup
from app.registration.queries.numbers import Counted, Share
from app.registration.queries.rollup import Leaf
from app.staff import rules as staff

VIEWERS_SECONDS = 60


class Reader(Protocol):
    """Who looks at numbers: somebody who is signed in, or a tool."""

    @property
    def scope(self) -> tuple[str, ...]: ...

    def may(self, permission: str) -> bool: ...


@dataclass(frozen=True)
class Figures:
    """What is counted, when, and what the reader may see of each number."""

    counted: Counted
    shown: Shown
    at: datetime | None
    """None where nothing is published yet."""
    leaves: Sequence[Leaf] | None = None
    """Of all countries, for those whose sums depend on what is shown of the parts."""


def init_app(app: Flask) -> None:
    """Give the application a place for what viewers see."""
    keep(app, "viewers' numbers", VIEWERS_SECONDS)


def figures_of(event: Event, reader: Reader, now: datetime) -> Figures:
    """The numbers of an event, within the reader's countries."""
    if reader.may(staff.PEOPLE_READ):
        counted = numbers.count_everything(event.id, countries=reader.scope)
        return Figures(counted, exactly, now)
    found: Figures = kept("viewers' numbers").get(event.id, now, lambda: _published(event))
    return found


def leaves_of(event: Event, reader: Reader, country: str, now: datetime) -> Sequence[Leaf]:
    """The cities of a country that the reader may see."""
    if reader.may(staff.PEOPLE_READ):
        mine = [e for e in reader.scope if read_entry(e)[0] == country and e != country]
        return rollup.leaves(event.id, countries=tuple(mine) or (country,))
    every = figures_of(event, reader, now).leaves or ()
    return [leaf for leaf in every if leaf.country == country]


def _published(event: Event) -> Figures:
    """What viewers see: all that everybody may know of a place, and the published numbers.

    What has no location to choose stands there only with its first published number, and each
    language and kind stands there from the beginning: a new line would tell of somebody, too.
    """
    row = find_published(event.id)
    shown = as_remembered(row.numbers if row else {})
    leaves = [
        leaf._replace(taking_part=0, people=0)
        for leaf in rollup.leaves(event.id)
        if leaf.offered or shown(figure_of(PEOPLE, *leaf.path), 0, ())
    ]
    offered: Counter[str] = Counter()
    for leaf in leaves:
        offered[leaf.country] += leaf.offered
    counted = Counted(
        by_country=[],
        languages=[Share(code, 0, 0) for code in event.languages],
        kinds=[Share(kind, 0, 0) for kind in LocationKind],
        half_hours={},
        offered=dict(offered),
    )
    return Figures(counted, shown, row.counted_at if row else None, leaves)

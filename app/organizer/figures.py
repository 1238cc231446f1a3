"""The numbers behind the overview and the roll-up, as far as a reader may see them.

Whoever sees people sees the numbers of this moment. Whoever does not sees numbers of up to
an hour ago: somebody who watches tens change would learn when the tenth person came.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask import Flask

from app.events.kept import keep, kept
from app.gazetteer.scopes import read_entry
from app.organizer.small_counts import Shown, exactly, in_tens
from app.registration.queries import numbers, rollup
from app.registration.queries.numbers import Counted
from app.registration.queries.rollup import Leaf
from app.staff import rules as staff

VIEWERS_SECONDS = 60 * 60


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
    at: datetime
    leaves: Sequence[Leaf] | None = None
    """Of all countries, for those whose sums depend on what is shown of the parts."""


def init_app(app: Flask) -> None:
    """Give the application a place for what viewers see."""
    keep(app, "viewers' numbers", VIEWERS_SECONDS)


def figures_of(event_id: int, reader: Reader, now: datetime) -> Figures:
    """The numbers of an event, within the reader's countries."""
    if reader.may(staff.PEOPLE_READ):
        counted = numbers.count_everything(event_id, countries=reader.scope)
        return Figures(counted, exactly, now)
    found: Figures = kept("viewers' numbers").get(event_id, now, lambda: _read_all(event_id, now))
    return found


def leaves_of(event_id: int, reader: Reader, country: str, now: datetime) -> Sequence[Leaf]:
    """The cities of a country that the reader may see."""
    if reader.may(staff.PEOPLE_READ):
        mine = [e for e in reader.scope if read_entry(e)[0] == country and e != country]
        return rollup.leaves(event_id, countries=tuple(mine) or (country,))
    every = figures_of(event_id, reader, now).leaves or ()
    return [leaf for leaf in every if leaf.country == country]


def _read_all(event_id: int, now: datetime) -> Figures:
    counted = numbers.count_everything(event_id, countries=())
    return Figures(counted, in_tens, now, rollup.leaves(event_id))

"""Countries, regions, cities: each a sum of what lies one step below it."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple

from app.gazetteer.countries import country_name
from app.organizer.figures import Figures
from app.organizer.publishing import PEOPLE, TAKING_PART, figure_of
from app.organizer.small_counts import Shown
from app.registration.queries.numbers import StateInCountry
from app.registration.queries.rollup import Leaf
from app.registration.rules import RegistrationState as State

City = int | str
"""A city's number; its name where the gazetteer does not know it."""

Step = Callable[[Leaf], Hashable]

Names = Callable[[Leaf], str]
"""What a city is called in the reader's language."""


class Seen(NamedTuple):
    """What a reader sees of a sum."""

    offered: int
    """Locations that people can choose; everybody may know that."""
    taking_part: int
    people: int


class Line(NamedTuple):
    """One row of a table."""

    key: str
    """What it is called in an address."""
    name: str
    seen: Seen


def _most_people(line: Line) -> tuple[int, int, str]:
    """The most people first; by no more than is shown of them."""
    return -line.seen.people, -line.seen.offered, line.name


def city_of(leaf: Leaf) -> City:
    """What names the city of a leaf within its region."""
    return leaf.path[2]


STEPS: Sequence[Step] = (lambda leaf: leaf.country, lambda leaf: leaf.region, city_of)


def sum_of(leaves: Sequence[Leaf], steps: Sequence[Step], shown: Shown) -> Seen:
    """Add up what lies under one row.

    :param steps: by which its parts differ, the largest first; none for a city
    """
    parts = [sum_of(some, steps[1:], shown) for some in _by(leaves, steps[0])] if steps else []
    path = leaves[0].path[: len(STEPS) - len(steps)]
    taking_part = sum(leaf.taking_part for leaf in leaves)
    people = sum(leaf.people for leaf in leaves)
    return Seen(
        sum(leaf.offered for leaf in leaves),
        shown(figure_of(TAKING_PART, *path), taking_part, [part.taking_part for part in parts]),
        shown(figure_of(PEOPLE, *path), people, [part.people for part in parts]),
    )


def countries_of(figures: Figures, language: str) -> list[Line]:
    """A line for each country with locations or people, the one with the most people first."""
    shown, lines = figures.shown, []
    confirmed = {row.country: row for row in figures.counted.by_country if _counts(row)}
    parts: dict[str, list[Leaf]] = defaultdict(list)
    for leaf in figures.leaves or ():
        parts[leaf.country].append(leaf)
    for code in {*figures.counted.offered, *confirmed}:
        regions = [sum_of(some, STEPS[2:], shown) for some in _by(parts[code], STEPS[1])]
        row, offered = confirmed.get(code), figures.counted.offered.get(code, 0)
        seen = Seen(
            offered,
            shown(
                figure_of(TAKING_PART, code),
                row.locations if row else 0,
                [region.taking_part for region in regions],
            ),
            shown(
                figure_of(PEOPLE, code),
                row.people if row else 0,
                [region.people for region in regions],
            ),
        )
        lines.append(Line(code, country_name(code, language), seen))
    return sorted(lines, key=_most_people)


def regions_of(leaves: Sequence[Leaf], shown: Shown, names: Names, nameless: str) -> list[Line]:
    """A line for each region of one country."""
    found = (
        Line(some[0].region, names(some[0]) or nameless, sum_of(some, STEPS[2:], shown))
        for some in _by(leaves, STEPS[1])
    )
    return sorted(found, key=_most_people)


def cities_of(leaves: Sequence[Leaf], shown: Shown, names: Names, nameless: str) -> list[Line]:
    """A line for each city of one region."""
    found = (
        Line(str(city_of(some[0])), names(some[0]) or nameless, sum_of(some, (), shown))
        for some in _by(leaves, city_of)
    )
    return sorted(found, key=_most_people)


def _counts(row: StateInCountry) -> bool:
    return row.state == State.CONFIRMED


def _by(leaves: Iterable[Leaf], step: Step) -> list[list[Leaf]]:
    groups: dict[Hashable, list[Leaf]] = defaultdict(list)
    for leaf in leaves:
        groups[step(leaf)].append(leaf)
    return list(groups.values())

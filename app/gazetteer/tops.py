"""Which cities rank first among the names that begin alike; plain values only.

A thousand names begin with "san". Reading all of them for every letter that somebody types
would be slow, so the best are chosen once, when the gazetteer is loaded.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

ANYWHERE: Final = ""
"""Stands for a country where the best of the whole world are meant."""

MANY: Final = 64
"""A search reads so many names; for a beginning that more names share there are tops."""

KEPT: Final = 12
"""More than a list shows, since one city may be there under several names."""


class Name(NamedTuple):
    """A row of `city_name`."""

    key: str
    city_id: int
    country: str
    weight: int
    name: str


class Top(NamedTuple):
    """A row of `city_top`."""

    prefix: str
    country: str
    city_id: int
    home: str
    weight: int
    name: str


def tops(names: Sequence[Name], length: int = 1) -> Iterator[Top]:
    """Yield the best cities of every beginning of at least so many letters that many share.

    :param names: sorted by key, all alike in one letter less than that
    """
    longer = (name for name in names if len(name.key) >= length)
    for prefix, group in groupby(longer, key=lambda name: name.key[:length]):
        alike = list(group)
        if len(alike) > MANY:
            yield from _best(prefix, ANYWHERE, alike)
            yield from _best_by_country(prefix, alike)
            yield from tops(alike, length + 1)


def _best_by_country(prefix: str, alike: Sequence[Name]) -> Iterator[Top]:
    by_country: dict[str, list[Name]] = defaultdict(list)
    for name in alike:
        by_country[name.country].append(name)
    for country, some in by_country.items():
        if len(some) > MANY:
            yield from _best(prefix, country, some)


def _best(prefix: str, country: str, alike: Sequence[Name]) -> Iterator[Top]:
    """Choose the cities of the greatest weight, each once, under the name that weighs most."""
    chosen: dict[int, Top] = {}
    for name in sorted(alike, key=lambda name: (-name.weight, name.city_id, name.key)):
        if name.city_id not in chosen:
            place = Top(prefix, country, name.city_id, name.country, name.weight, name.name)
            chosen[name.city_id] = place
            if len(chosen) == KEPT:
                break
    yield from chosen.values()

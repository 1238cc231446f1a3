"""Parts of the world that somebody is bound to: countries, and regions of countries.

A scope is a tuple of entries, "DE" for a country and "DE/Bavaria" for a region of one, by the
English name that locations carry. An empty scope is everywhere.
"""

from collections.abc import Collection, Iterable

Scope = tuple[str, ...]
BETWEEN = "/"


def entry_of(country: str, region: str = "") -> str:
    """A country, or a region of it, as a scope holds it."""
    return f"{country}{BETWEEN}{region}" if region else country


def read_entry(entry: str) -> tuple[str, str]:
    """The country and the region of an entry; '' where it is the whole country."""
    country, _between, region = entry.partition(BETWEEN)
    return country, region


def tidy(scope: Iterable[str]) -> list[str]:
    """Entries in one spelling and order, each once; none within another one."""
    found = {
        entry_of(country.strip().upper(), region.strip())
        for country, region in map(read_entry, scope)
    }
    return sorted(entry for entry in found if entry in found - _inside(found))


def countries_in(scope: Collection[str]) -> Scope:
    """The countries that a scope touches, each once; none for everywhere."""
    return tuple(dict.fromkeys(read_entry(entry)[0] for entry in scope))


def has_regions(scope: Iterable[str]) -> bool:
    """Whether any entry is only a part of a country."""
    return any(BETWEEN in entry for entry in scope)


def covers(scope: Collection[str], country: str, region: str) -> bool:
    """Whether a place lies within a scope."""
    return not scope or country in scope or entry_of(country, region) in scope


def touches(scope: Collection[str], country: str) -> bool:
    """Whether anything of a country lies within a scope."""
    return not scope or country in countries_in(scope)


def lies_within(part: Collection[str], scope: Collection[str]) -> bool:
    """Whether a scope lies within another one."""
    if not scope or not part:
        return not scope
    return all(covers(scope, *read_entry(entry)) for entry in part)


def _inside(entries: set[str]) -> set[str]:
    return {entry for entry in entries if BETWEEN in entry and read_entry(entry)[0] in entries}

"""Every SELECT on the cities. Reads only; a session is that of the request or act."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, func, select

from app.database import db
from app.gazetteer.models import City
from app.gazetteer.queries import statements
from app.gazetteer.rules import normalise
from app.gazetteer.sieve import beginnings_among, names_among
from app.gazetteer.typos import HALF, SHORTEST, letters_tried, one_slip_away, patterns

EXACT = 8.0
"""How much more a name weighs that is exactly so."""

WHOLE = 64.0
"""The same for a name that is exactly so and longer than the beginning of most names."""

LONG = 4
"""From so many letters on, who types a whole name means it."""

A_SLIP = 0.1
"""The same for a name that is one wrong letter away."""

A_WHOLE_NAME = 2.0
"""The same for a name that is whole but for the slip, and not only typed half."""


class Hit(NamedTuple):
    """A city that was found, and the name of it that was."""

    city: City
    matched: str
    score: float
    """How likely it is the one that is meant."""
    is_exact: bool
    """Whether the name is what was typed, and not only begins so."""


class _Begun(NamedTuple):
    """The cities of which a name begins so, and what is known besides."""

    hits: list[Hit]
    crowded: str
    """Of the beginnings that very many names share the last one before the text."""
    sieve: bytes
    """Which texts are surely no name; empty where there is none."""


_last_sieve: list[tuple[int, bytes]] = [(0, b"")]
"""Version and bits of what this process read last; replaced at once, as threads share it."""


def find_city(city_id: int) -> City | None:
    """Return the city of that geonameid, or None."""
    return db.session.get(City, city_id)


def count_cities() -> int:
    """Return how many cities are loaded; 0 before `flask gazetteer load`."""
    return db.session.scalar(select(func.count()).select_from(City)) or 0


def has_region(country: str, region: str) -> bool:
    """Return whether any city of a country lies in a region of that English name."""
    found = select(City.id).where(City.country == country, City.region == region)
    return db.session.scalar(found.limit(1)) is not None


def labels_of(city_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Return the names of these cities by language, with one statement."""
    if not city_ids:
        return {}
    rows = db.session.execute(select(City.id, City.labels).where(City.id.in_(city_ids)))
    return dict(rows.all())


def find_places(
    text: str, *, country: str | None = None, limit: int = 8, still_typing: bool = False
) -> list[Hit]:
    """Return the cities that somebody may mean, the likeliest first.

    Those of which a name begins so, and where a list is not full with them, those of which a
    name is one wrong letter away, whole or half typed. Bigger cities go first, and those named
    exactly so, and those of the country. At most two statements.

    :param text: as somebody typed it, in any spelling or script
    :param country: a hint, not a filter: two letters, in either case
    :param still_typing: whether the wrong letter may be among the first ones of half a name as
        well, for a third statement where nothing else is found
    :return: at most `limit` cities; none when the text has no letter or digit
    """
    key = normalise(text)
    if not key:
        return []
    begun = _beginning_so(key, country, limit)
    hits = begun.hits
    is_clear = len(hits) >= limit or any(hit.is_exact for hit in hits)
    if not is_clear and len(key) >= SHORTEST:
        half_too = still_typing and not hits and len(key) >= HALF
        known = {hit.city.id for hit in hits}
        nearly = _nearly_so(key, country, limit, begun=begun, half_too=half_too)
        hits += [hit for hit in nearly if hit.city.id not in known]
    return sorted(hits, key=lambda hit: -hit.score)[:limit]


def _beginning_so(key: str, country: str | None, limit: int) -> _Begun:
    key_end, (known, _bits) = key + statements.AFTER_EVERY_LETTER, _last_sieve[0]
    rows = _rows(statements.BEGINNING_SO, key, country, limit, key_end=key_end, known=known)
    hits = [Hit._make(row[:4]) for row in rows if row[0] is not None]
    return _Begun(hits, rows[0].crowded or "", _sieve_of(rows))


def _sieve_of(rows: Sequence[Row[Any]]) -> bytes:
    """Return the sieve of the names that are in the database now, read or remembered."""
    sieve = next((row.sieve for row in rows if row.sieve), None)
    if sieve:
        _last_sieve[0] = (rows[0].version, sieve)
    version, known = _last_sieve[0]
    return known if version == rows[0].version else b""


def _nearly_so(
    key: str, country: str | None, limit: int, *, begun: _Begun, half_too: bool
) -> list[Hit]:
    tried, sieve = letters_tried(key, begun.crowded), begun.sieve
    slips, open_at = one_slip_away(key, tried), patterns(key, tried)
    names = names_among(sieve, slips)
    found = _run_nearly(statements.NEARLY_SO, key, country, limit, slips=names, patterns=open_at)
    halves = beginnings_among(sieve, slips) if half_too and not found else []
    if not halves:
        return found
    return _run_nearly(statements.BEGINNING_NEARLY_SO, key, country, limit, slips=halves)


def _run_nearly(
    by_dialect: Mapping[str, Select[Any]],
    key: str,
    country: str | None,
    limit: int,
    **lists: list[str],
) -> list[Hit]:
    hits = _run(_ours(by_dialect), key, country, limit, exact=A_WHOLE_NAME, **lists)
    return [hit._replace(score=A_SLIP * hit.score, is_exact=False) for hit in hits]


def cities_by_prefix(text: str, *, country: str | None = None, limit: int = 8) -> Sequence[City]:
    """Return the cities of `find_places`, without the names that matched."""
    return [hit.city for hit in find_places(text, country=country, limit=limit)]


def cities_named(text: str, *, country: str | None = None, limit: int = 8) -> Sequence[City]:
    """Return the cities named exactly so in any spelling or script, the biggest first.

    :param country: a filter: two letters, in either case
    :return: at most `limit` cities
    """
    key = normalise(text)
    if not key:
        return []
    statement = statements.NAMED_SO_THERE if country else statements.NAMED_SO
    return [hit.city for hit in _run(statement, key, country, limit)]


def _run(
    statement: Select[Any], key: str, country: str | None, limit: int, **more: Any
) -> list[Hit]:
    return [Hit._make(row) for row in _rows(statement, key, country, limit, **more)]


def _rows(
    statement: Select[Any], key: str, country: str | None, limit: int, **more: Any
) -> Sequence[Row[Any]]:
    values = {
        "key": key,
        "country": (country or "-").upper(),
        "exact": WHOLE if len(key) >= LONG else EXACT,
        "most": limit,
    }
    return db.session.execute(statement, {**values, **more}).all()


def _ours(by_dialect: Mapping[str, Select[Any]]) -> Select[Any]:
    return by_dialect[db.session.connection().dialect.name]

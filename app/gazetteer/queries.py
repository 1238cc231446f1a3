"""Every SELECT on the cities. Reads only; a session is that of the request or act."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    CompoundSelect,
    Float,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    collate,
    column,
    exists,
    func,
    literal,
    select,
    union_all,
)

from app.database import Base, db
from app.gazetteer.models import KEY_COLLATION, KEY_TYPE, City, CityName, CityTop
from app.gazetteer.rules import normalise
from app.gazetteer.tops import ANYWHERE, MANY
from app.gazetteer.typos import GAP, HALF, one_slip_away, patterns

_AFTER_EVERY_LETTER = "\U0010ffff"
"""Greater than any character of a key, so `key + this` ends the range of a prefix."""

EXACT, HINTED = 8.0, 6.0
"""How much more a name weighs that is exactly so, or that lies in the country hinted at."""

WHOLE = 64.0
"""The same for a name that is exactly so and longer than the beginning of most names."""

LONG = 4
"""From so many letters on, who types a whole name means it."""

A_SLIP = 0.1
"""The same for a name that is one wrong letter away."""

A_WHOLE_NAME = 2.0
"""The same for a name that is whole but for the slip, and not only typed half."""


PLENTY = 10_000
"""More names than one slip can lead to. Without a limit PostgreSQL, which cannot know that they
are few, starts further processes to look for them, and that takes longer than all the rest."""


class Hit(NamedTuple):
    """A city that was found, and the name of it that was."""

    city: City
    matched: str
    score: float
    """How likely it is the one that is meant."""
    is_exact: bool
    """Whether the name is what was typed, and not only begins so."""


def find_city(city_id: int) -> City | None:
    """Return the city of that geonameid, or None."""
    return db.session.get(City, city_id)


def count_cities() -> int:
    """Return how many cities are loaded; 0 before `flask gazetteer load`."""
    return db.session.scalar(select(func.count()).select_from(City)) or 0


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
    hits = _run(_BEGINNING_SO, key, country, limit, key_end=key + _AFTER_EVERY_LETTER)
    is_clear = len(hits) >= limit or any(hit.is_exact for hit in hits)
    if not is_clear:
        known = {hit.city.id for hit in hits}
        nearly = _nearly_so(key, country, limit)
        if still_typing and not hits and not nearly and len(key) >= HALF:
            nearly = _beginning_nearly_so(key, country, limit)
        hits += [hit for hit in nearly if hit.city.id not in known]
    return sorted(hits, key=lambda hit: -hit.score)[:limit]


def _nearly_so(key: str, country: str | None, limit: int) -> list[Hit]:
    slips = one_slip_away(key)
    return _run_nearly(_NEARLY_SO, key, country, limit, slips=slips, patterns=patterns(key))


def _beginning_nearly_so(key: str, country: str | None, limit: int) -> list[Hit]:
    return _run_nearly(_BEGINNING_NEARLY_SO, key, country, limit, slips=one_slip_away(key))


def _run_nearly(
    statements: Mapping[str, Select[Any]],
    key: str,
    country: str | None,
    limit: int,
    **lists: list[str],
) -> list[Hit]:
    if not lists["slips"]:
        return []
    statement = statements[db.session.connection().dialect.name]
    hits = _run(statement, key, country, limit, exact=A_WHOLE_NAME, **lists)
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
    statement = _NAMED_SO_THERE if country else _NAMED_SO
    return [hit.city for hit in _run(statement, key, country, limit)]


def _run(
    statement: Select[Any], key: str, country: str | None, limit: int, **more: Any
) -> list[Hit]:
    values = {
        "key": key,
        "country": (country or "-").upper(),
        "exact": WHOLE if len(key) >= LONG else EXACT,
        "most": limit,
    }
    rows = db.session.execute(statement, {**values, **more})
    return [Hit(*row) for row in rows]


# Tables, not models, and made once: building a statement costs more than running it.
_name, _top = (Base.metadata.tables[model.__tablename__].c for model in (CityName, CityTop))
_key, _key_end = bindparam("key", type_=String), bindparam("key_end", type_=String)
_country = bindparam("country", type_=String)


def _names(exact: ColumnElement[int]) -> Select[Any]:
    """Return the statement for names, with 1 or 0 for whether each is exactly what was typed."""
    home = _name.country.label("home")
    return select(_name.city_id, home, _name.weight, _name.name, exact.label("exact"))


_NAMES = _names(case((_name.key == _key, 1), else_=0))
_TOPS = select(_top.city_id, _top.home, _top.weight, _top.name, literal(0).label("exact"))

_begins_so = and_(_name.key >= _key, _name.key < _key_end)


def _has_tops(country: ColumnElement[str]) -> ColumnElement[bool]:
    return exists().where(_top.prefix == _key, _top.country == country)


def _likeliest(found: CompoundSelect[Any] | Select[Any]) -> Select[Any]:
    """Return the statement for the cities of these names, the likeliest first, each once."""
    names = found.subquery()
    score = (
        names.c.weight
        * case((names.c.exact == 1, bindparam("exact", type_=Float)), else_=1.0)
        * case((names.c.home == _country, HINTED), else_=1.0)
    )
    nth = func.row_number().over(
        partition_by=names.c.city_id, order_by=(score.desc(), names.c.name)
    )
    scored = select(
        names.c.city_id, names.c.name, names.c.exact, score.label("score"), nth.label("nth")
    ).subquery()
    # Limited here, so that only the few that are shown are looked up in `city`.
    best = (
        select(scored.c.city_id, scored.c.name, scored.c.score, scored.c.exact)
        .where(scored.c.nth == 1)
        .order_by(scored.c.score.desc(), scored.c.city_id)
        .limit(bindparam("most", type_=Integer))
        .subquery()
    )
    return (
        select(City, best.c.name, best.c.score, best.c.exact)
        .join(best, best.c.city_id == City.id)
        .order_by(best.c.score.desc(), City.id)
    )


def _some(statement: Select[Any]) -> Select[Any]:
    """Limit one part of a union to those that weigh most."""
    return _limited(statement.order_by(_name.weight.desc(), _name.city_id), MANY)


def _few(statement: Select[Any]) -> Select[Any]:
    """Return one part of a union as it is, of which it is known that it finds few."""
    return _limited(statement, PLENTY)


def _limited(statement: Select[Any], most: int) -> Select[Any]:
    # SQLite wants it as a subquery.
    return select(*statement.limit(most).subquery().c)


# Where very many names begin so, the tops are read instead, and the names that are exactly so.
_BEGINNING_SO = _likeliest(
    union_all(
        _TOPS.where(_top.prefix == _key, _top.country.in_((ANYWHERE, _country))),
        _NAMES.where(_begins_so, ~_has_tops(literal(ANYWHERE))),
        _NAMES.where(_begins_so, _name.country == _country, ~_has_tops(_country)),
        _some(_NAMES.where(_name.key == _key)),
    )
)
_NAMED_SO = _likeliest(_NAMES.where(_name.key == _key))
_NAMED_SO_THERE = _likeliest(_NAMES.where(_name.key == _key, _name.country == _country))


def _each_of(parameter: str, dialect: str) -> ColumnElement[str]:
    """Return the texts of a list that goes as one value, each database's own way.

    Hundreds of values would each have to be read, and planned for.
    """
    value = column("value", String)
    if dialect == "postgresql":
        texts = func.unnest(bindparam(parameter, type_=ARRAY(KEY_TYPE))).table_valued(value)
        return collate(texts.render_derived().c.value, KEY_COLLATION)
    return func.json_each(bindparam(parameter, type_=JSON)).table_valued(value).c.value


def _before_the_gap(pattern: ColumnElement[str], dialect: str) -> ColumnElement[str]:
    """Return how a pattern begins: its letters before the one that is left open."""
    if dialect == "postgresql":
        return func.split_part(pattern, GAP, 1, type_=String)
    return func.substr(pattern, 1, func.instr(pattern, GAP) - 1, type_=String)


def _begins_with(beginning: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(_name.key >= beginning, _name.key < beginning.concat(_AFTER_EVERY_LETTER))


def _nearly(dialect: str) -> Select[Any]:
    """Return the statement for the cities of which a name is one slip away."""
    slip, pattern = _each_of("slips", dialect), _each_of("patterns", dialect)
    whole = case((_name.key.like(pattern), 1), else_=0)
    slips = _names(literal(1)).where(_name.key == slip)
    like = _names(whole).where(
        _begins_with(_before_the_gap(pattern, dialect)), _name.key.like(pattern.concat("%"))
    )
    return _likeliest(union_all(_few(slips), _few(like)))


def _beginning_nearly(dialect: str) -> Select[Any]:
    """Return the statement for the cities of which a name begins one slip away."""
    found = _names(literal(0)).where(_begins_with(_each_of("slips", dialect)))
    return _likeliest(_few(found))


_DIALECTS = ("sqlite", "postgresql")
_NEARLY_SO = {dialect: _nearly(dialect) for dialect in _DIALECTS}
_BEGINNING_NEARLY_SO = {dialect: _beginning_nearly(dialect) for dialect in _DIALECTS}


def has_region(country: str, region: str) -> bool:
    """Whether any city of a country lies in a region of that English name."""
    found = select(City.id).where(City.country == country, City.region == region)
    return db.session.scalar(found.limit(1)) is not None

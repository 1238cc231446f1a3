"""How cities are asked for by their names: statements that are made once.

Building one costs more than running it.
"""

from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    CompoundSelect,
    Float,
    FromClause,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    any_,
    bindparam,
    case,
    collate,
    column,
    exists,
    func,
    literal,
    literal_column,
    select,
    true,
    union_all,
)

from app.database import Base
from app.gazetteer.models import KEY_COLLATION, KEY_TYPE, City, CityName, CitySieve, CityTop
from app.gazetteer.tops import ANYWHERE, MANY
from app.gazetteer.typos import GAP, OPEN_END

AFTER_EVERY_LETTER = "\U0010ffff"
"""Greater than any character of a key, so `key + this` ends the range of a prefix."""

HINTED = 6.0
"""How much more a city weighs that lies in the country hinted at."""

PLENTY = 10_000
"""More names than one slip can lead to. Without a limit PostgreSQL, which cannot know that they
are few, starts further processes to look for them, and that takes longer than all the rest."""


# Tables, not models: the names of what is read are enough.
_name, _top = (Base.metadata.tables[model.__tablename__].c for model in (CityName, CityTop))


def _asked(name: str) -> ColumnElement[str]:
    """Return a value of the question, as a statement of its own, which hides it from the planner.

    PostgreSQL keeps a plan only where knowing the values promises no better one. Here it never is
    better, and making one anew for each letter takes longer than the search.
    """
    return select(bindparam(name, type_=String)).scalar_subquery()


_key, _key_end, _country = map(_asked, ("key", "key_end", "country"))


def _names(exact: ColumnElement[int]) -> Select[Any]:
    """Return the statement for names, with 1 or 0 for whether each is exactly what was typed."""
    home = _name.country.label("home")
    return select(_name.city_id, home, _name.weight, _name.name, exact.label("exact"))


_NAMES = _names(case((_name.key == _key, 1), else_=0))
_TOPS = select(_top.city_id, _top.home, _top.weight, _top.name, literal(0).label("exact"))


def _begins_so(country: ColumnElement[str]) -> ColumnElement[bool]:
    """The names that begin so, of which there are few; none where that country has tops.

    None means an empty range: SQLite would read all of them to leave each out.
    """
    has_tops = exists().where(_top.prefix == _key, _top.country == country)
    return and_(_name.key >= _key, _name.key < case((has_tops, _key), else_=_key_end))


def _likeliest(found: CompoundSelect[Any] | Select[Any]) -> Subquery:
    """Return the cities of these names, the likeliest first, each once."""
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
    return (
        select(scored.c.city_id, scored.c.name, scored.c.score, scored.c.exact)
        .where(scored.c.nth == 1)
        .order_by(scored.c.score.desc(), scored.c.city_id)
        .limit(bindparam("most", type_=Integer))
        .subquery()
    )


def _with_cities(best: Subquery) -> Select[Any]:
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
    # In the text and not a value beside it, so that a plan that is kept knows it too. SQLite wants
    # it as a subquery.
    return select(*statement.limit(literal_column(str(most))).subquery().c)


# Where very many names begin so, the tops are read instead, and the names that are exactly so.
_BEST_BEGINNING_SO = _likeliest(
    union_all(
        _TOPS.where(_top.prefix == _key, _top.country.in_((ANYWHERE, _country))),
        # Where there are no tops, no more names begin so; PostgreSQL has to be told.
        _limited(_NAMES.where(_begins_so(literal(ANYWHERE))), MANY),
        _limited(_NAMES.where(_begins_so(_country), _name.country == _country), MANY),
        _some(_NAMES.where(_name.key == _key)),
    )
)
NAMED_SO = _with_cities(_likeliest(_NAMES.where(_name.key == _key)))
NAMED_SO_THERE = _with_cities(
    _likeliest(_NAMES.where(_name.key == _key, _name.country == _country))
)


def _list(parameter: str, dialect: str) -> tuple[FromClause, ColumnElement[str]]:
    """Return a table of the texts of a list that goes as one value, and its column.

    Many values would each have to be read, and planned for.
    """
    value = column("value", String)
    if dialect == "postgresql":
        unnested = func.unnest(bindparam(parameter, type_=ARRAY(KEY_TYPE))).table_valued(value)
        texts = unnested.render_derived()
        return texts, collate(texts.c.value, KEY_COLLATION)
    texts = func.json_each(bindparam(parameter, type_=JSON)).table_valued(value)
    return texts, texts.c.value


def _is_one_of(parameter: str, dialect: str) -> ColumnElement[bool]:
    """Tell whether a name is a text of a list, sorted by bytes, the way that each is fastest."""
    if dialect == "postgresql":
        # One walk along the index, and not a search from its root for each.
        return _name.key == any_(bindparam(parameter, type_=ARRAY(KEY_TYPE)))
    return _name.key == _list(parameter, dialect)[1]


def _for_each(texts: FromClause, found: Select[Any], dialect: str) -> Select[Any]:
    """Return what is found for each text, of which it is known that it is little."""
    if dialect == "postgresql":
        # Told to go along the index for each. Left to itself, it takes a ninth of all names to
        # begin with any text, and reads the whole table for each.
        little = found.order_by(_name.key).limit(literal_column(str(PLENTY))).lateral()
        return select(*little.c).select_from(texts.join(little, true()))
    return _few(found)


def _before_the_gap(pattern: ColumnElement[str], dialect: str) -> ColumnElement[str]:
    """Return how a pattern begins: its letters before the one that is left open."""
    if dialect == "postgresql":
        return func.split_part(pattern, GAP, 1, type_=String)
    return func.substr(pattern, 1, func.instr(pattern, GAP) - 1, type_=String)


def _begins_with(beginning: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(_name.key >= beginning, _name.key < beginning.concat(AFTER_EVERY_LETTER))


def _nearly(dialect: str) -> Select[Any]:
    """Return the statement for the cities of which a name is one slip away."""
    patterns, pattern = _list("patterns", dialect)
    length = func.length(func.rtrim(pattern, OPEN_END))
    whole = case((func.length(_name.key) == length, 1), else_=0)
    slips = _names(literal(1)).where(_is_one_of("slips", dialect))
    like = _names(whole).where(
        _begins_with(_before_the_gap(pattern, dialect)), _name.key.like(pattern)
    )
    found = union_all(_few(slips), _for_each(patterns, like, dialect))
    return _with_cities(_likeliest(found))


def _beginning_nearly(dialect: str) -> Select[Any]:
    """Return the statement for the cities of which a name begins one slip away."""
    slips, slip = _list("slips", dialect)
    found = _names(literal(0)).where(_begins_with(slip))
    return _with_cities(_likeliest(_for_each(slips, found, dialect)))


def _beginning() -> Select[Any]:
    """Return the statement for the cities of which a name begins so.

    Each row, and one without a city where there is none, tells as well which of the beginnings
    that very many names share is the last one before the text, and the version of the sieve; one
    row brings the sieve itself where it is another than the one that is known.
    """
    best = _BEST_BEGINNING_SO
    last = select(func.max(_top.prefix).label("crowded")).where(_top.prefix <= _key).subquery()
    version = select(func.max(CitySieve.version)).scalar_subquery().label("version")
    known = bindparam("known", type_=Integer)
    newer = select(CitySieve.bits).where(CitySieve.version != known).scalar_subquery()
    # Once, and not with each row: it is two megabytes.
    sieve = case((func.row_number().over() == 1, newer)).label("sieve")
    return (
        select(City, best.c.name, best.c.score, best.c.exact, last.c.crowded, version, sieve)
        .select_from(last)
        .outerjoin(best, true())
        .outerjoin(City, City.id == best.c.city_id)
        .order_by(best.c.score.desc(), City.id)
    )


BEGINNING_SO = _beginning()
_DIALECTS = ("sqlite", "postgresql")
NEARLY_SO = {dialect: _nearly(dialect) for dialect in _DIALECTS}
BEGINNING_NEARLY_SO = {dialect: _beginning_nearly(dialect) for dialect in _DIALECTS}

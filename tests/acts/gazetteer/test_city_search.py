"""Finding a city by what somebody types."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, event

from app.database import db, transaction
from app.gazetteer.cities_file import CityRecord, write_cities
from app.gazetteer.models import CitySieve
from app.gazetteer.queries import (
    cities_by_prefix,
    cities_named,
    count_cities,
    find_city,
    find_places,
)
from app.gazetteer.service import load_cities

pytestmark = pytest.mark.usefixtures("world")

MUNICH, SHIRAZ, NAJAFABAD, PARIS, PARIS_IN_TEXAS, PARMA = 1, 2, 3, 4, 5, 6
SAN_FRANCISCO, QUITO, MUNSTER, MUNGO = 7, 8, 9, 10


def ids_by_prefix(text: str, country: str | None = None, limit: int = 8) -> list[int]:
    return [city.id for city in cities_by_prefix(text, country=country, limit=limit)]


@pytest.mark.parametrize(
    ("typed", "city_id"),
    [
        *[(typed, MUNICH) for typed in ("Munich", "münch", "Munche", "MUENCHEN", "مونیخ")],
        *[(typed, MUNICH) for typed in ("ميون", "monaco")],
        *[(typed, SHIRAZ) for typed in ("shi", "شيراز", "شیر")],
        *[(typed, NAJAFABAD) for typed in ("نجف آباد", "نجف\u200cآباد", "نجفآباد", "najafabad")],
    ],
)
def test_any_spelling_finds_the_city(typed: str, city_id: int) -> None:
    assert ids_by_prefix(typed) == [city_id]


def test_bigger_cities_come_first() -> None:
    assert ids_by_prefix("mun") == [MUNICH, MUNSTER, MUNGO]


def test_a_country_is_a_hint_and_not_a_filter() -> None:
    assert ids_by_prefix("mun", country="FR") == [MUNICH, MUNGO, MUNSTER]
    assert ids_by_prefix("mun", country="fr") == [MUNICH, MUNGO, MUNSTER]


def test_size_country_and_the_exact_name_are_weighed_together() -> None:
    assert ids_by_prefix("paris", country="IT") == [PARIS, PARIS_IN_TEXAS]
    assert ids_by_prefix("parm", country="FR") == [PARMA]
    assert ids_by_prefix("par", country="IT") == [PARIS, PARMA, PARIS_IN_TEXAS]
    assert ids_by_prefix("mung", country="FR") == [MUNGO]


def test_an_alias_counts_less_than_a_name() -> None:
    assert ids_by_prefix("san f") == [SAN_FRANCISCO, QUITO]


@pytest.mark.parametrize("typed", ["san francsi", "san fracn", "asn franc", "mnuich", "munoch"])
def test_a_slip_is_forgiven_in_what_is_only_half_typed(typed: str) -> None:
    found = [hit.city.id for hit in find_places(typed, still_typing=True)]
    assert found[0] == (MUNICH if typed.startswith("m") else SAN_FRANCISCO)


def test_a_slip_is_forgiven_in_names_that_were_loaded_since_and_where_no_sieve_is(
    make_city: Callable[..., CityRecord], tmp_path: Path
) -> None:
    assert ids_by_prefix("mnuich") == [MUNICH]
    newer = tmp_path / "newer.csv.xz"
    write_cities(newer, [make_city(11, "Yazd", "IR", 500_000)])
    load_cities(file=newer)
    assert (ids_by_prefix("mnuich"), ids_by_prefix("yzad")) == ([], [11])
    with transaction() as session:
        session.execute(delete(CitySieve))
    assert ids_by_prefix("yzad") == [11]


def test_a_whole_name_with_a_slip_goes_before_one_that_only_begins_so() -> None:
    assert ids_by_prefix("san franciscx")[:2] == [SAN_FRANCISCO, QUITO]


def test_no_more_than_asked_for() -> None:
    assert ids_by_prefix("mun", limit=2) == [MUNICH, MUNSTER]


@pytest.mark.parametrize("typed", ["", "\x00", "%", "_", "zzz", "' OR 1=1 --", "x" * 10_000])
def test_what_names_no_city_finds_none(typed: str) -> None:
    assert ids_by_prefix(typed) == []
    assert not cities_named(typed)


def test_a_full_name_within_a_country() -> None:
    assert [city.id for city in cities_named("PARIS")] == [PARIS, PARIS_IN_TEXAS]
    assert [city.id for city in cities_named("Paris", country="us")] == [PARIS_IN_TEXAS]
    assert not cities_named("Par")


def test_a_city_by_its_number() -> None:
    munich = find_city(MUNICH)
    assert munich is not None
    assert (munich.name, munich.labels["fa"], munich.longitude) == ("Munich", "مونیخ", -2.5)
    assert find_city(404) is None
    assert count_cities() == 10


def test_the_search_is_one_statement_that_uses_the_index(world: Flask) -> None:
    seen: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    cities_by_prefix("mun", country="DE")
    event.remove(db.engine, "before_cursor_execute", note)

    [(statement, parameters)] = seen
    plan = _plan(statement, parameters)
    assert "city_name" in plan
    assert not re.search(r"SCAN city_name|Seq Scan on city_name", plan), plan


def _plan(statement: str, parameters: Any) -> str:
    """Return how the database goes about it."""
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return "\n".join(row.detail for row in rows)
    # So small a table is read in full unless that is forbidden.
    connection.exec_driver_sql("SET enable_seqscan = off")
    rows = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).all()
    connection.exec_driver_sql("RESET enable_seqscan")
    return "\n".join(row[0] for row in rows)

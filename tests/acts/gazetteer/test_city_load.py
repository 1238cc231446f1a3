"""Loading the gazetteer, once and again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.database import db
from app.gazetteer.cities_file import CityRecord, write_cities
from app.gazetteer.cli import cli
from app.gazetteer.models import City, CityName
from app.gazetteer.queries import cities_by_prefix, count_cities, find_city
from app.gazetteer.service import load_cities

MakeCity = Callable[..., CityRecord]

IN_THE_SMALL_WORLD = 10


def everything() -> tuple[list[object], list[object]]:
    """All rows as plain values."""
    db.session.rollback()
    cities = db.session.execute(select(*City.__table__.columns).order_by(City.id))
    names = db.session.execute(
        select(*CityName.__table__.columns).order_by(CityName.key, CityName.city_id)
    )
    return [tuple(row) for row in cities], [tuple(row) for row in names]


def test_loading_twice_is_loading_once(world: Flask, cities_file: Path) -> None:
    before = everything()
    assert load_cities(file=cities_file) == IN_THE_SMALL_WORLD
    assert everything() == before


def test_a_newer_file_replaces_the_older(world: Flask, tmp_path: Path, make_city: MakeCity) -> None:
    newer = tmp_path / "newer.csv.xz"
    write_cities(
        newer, [make_city(2, "Golestan", "IR", 1_300_000), make_city(11, "Yazd", "IR", 500_000)]
    )
    load_cities(file=newer)

    db.session.rollback()
    db.session.expire_all()
    renamed = find_city(2)
    assert renamed is not None
    assert (renamed.name, renamed.labels) == ("Golestan", {})
    assert not cities_by_prefix("shiraz")
    assert [found.id for found in cities_by_prefix("yazd")] == [11]


def test_a_city_that_left_the_file_stays_but_is_not_found(
    world: Flask, tmp_path: Path, make_city: MakeCity
) -> None:
    newer = tmp_path / "newer.csv.xz"
    write_cities(newer, [make_city(11, "Yazd", "IR", 500_000)])
    load_cities(file=newer)

    assert find_city(1) is not None
    assert not cities_by_prefix("munich")
    assert count_cities() == IN_THE_SMALL_WORLD + 1


def test_progress_reaches_the_end(app: Flask, cities_file: Path) -> None:
    steps: list[tuple[int, int]] = []
    with app.app_context():
        load_cities(file=cities_file, progress=lambda done, total: steps.append((done, total)))
    done, total = zip(*steps, strict=True)
    assert list(done) == sorted(done)
    assert done[-1] == total[-1]


def test_a_file_of_something_else_changes_nothing(world: Flask, tmp_path: Path) -> None:
    before = everything()
    with pytest.raises(OSError, match="nowhere"):
        load_cities(file=tmp_path / "nowhere.csv.xz")
    stranger = tmp_path / "stranger.csv.xz"
    stranger.write_bytes(b"no archive at all")
    with pytest.raises(ValueError, match="not a file of cities"):
        load_cities(file=stranger)
    assert everything() == before


@pytest.mark.timeout(300)  # 200,000 rows: slow on a busy PostgreSQL
def test_the_command_loads_the_world_in_plain_lines(app: Flask, cities_file: Path) -> None:
    # After a few small loads PostgreSQL keeps a plan that reads every city for each name.
    for _ in range(12):
        load_cities(file=cities_file)
    result = app.test_cli_runner().invoke(cli, ["load", "--source", "shipped"])
    assert result.exit_code == 0, result.output
    assert "34006 cities loaded" in result.output.splitlines()
    assert "\r" not in result.output
    with app.app_context():
        assert [city.name for city in cities_by_prefix("شيراز")] == ["Shiraz"]
        assert cities_by_prefix("Muenchen")[0].name == "Munich"

"""Loading the source at full size, from a small file of our own in its form."""

from pathlib import Path

import pytest
from flask import Flask

from app.gazetteer import geonames
from app.gazetteer.cli import cli
from app.gazetteer.queries import find_city, find_places
from app.gazetteer.service import load_places

PLACES = Path(__file__).parent / "data" / "places.json"
MUNICH, SHIRAZ, HAMLET = 2867714, 115019, 1


NAMES = {
    MUNICH: (
        *("München", "Munich", "Muenchen", "مونیخ", "ميونخ", "Мюнхен", "慕尼黑", "MUC"),
        *("munihc", "مونیح", "Мюнхeн"),
    ),
    SHIRAZ: ("شيراز", "شیراز", "شیرازز", "Шираз", "shirz"),
    HAMLET: ("our ham", "دهکده ما", "ourhamlet"),
}


@pytest.fixture
def world(app: Flask) -> None:
    load_places(file=PLACES)


@pytest.mark.usefixtures("world")
def test_any_name_in_any_script_finds_the_place_and_what_the_shipped_file_knows_better() -> None:
    found = {
        typed: [hit.city.id for hit in find_places(typed)]
        for names in NAMES.values()
        for typed in names
    }
    assert found == {typed: [city_id] for city_id, names in NAMES.items() for typed in names}
    munich, hamlet = find_city(MUNICH), find_city(HAMLET)
    assert munich is not None
    assert hamlet is not None
    assert (munich.region, munich.labels["fa"]) == ("Bavaria", "مونیخ")
    assert (hamlet.region, hamlet.labels, hamlet.latitude) == (
        "Bavaria",
        {"fa": "دهکدهٔ ما", "ar": "دهكدهٔ ما"},
        12.3457,
    )


def test_the_command_takes_the_whole_source_where_it_is_installed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geonames, "find_places_file", lambda: PLACES)
    result = app.test_cli_runner().invoke(cli, ["load"])
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[-1] == "3 cities loaded"


def test_without_the_package_the_command_says_how_to_get_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geonames, "find_places_file", lambda: None)
    result = app.test_cli_runner().invoke(cli, ["load", "--source", "world"])
    assert result.exit_code == 1
    assert "install.py requirements-world.txt" in result.output


@pytest.mark.usefixtures("world")
def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.json"
    for content in ("[1, 2]", '{"1": {"name": "x"}}', "no JSON"):
        stranger.write_text(content)
        with pytest.raises(ValueError, match=r"not a file of places|Expecting value"):
            load_places(file=stranger)
    assert find_places("munich")


def test_the_package_that_is_locked_holds_the_places_we_expect() -> None:
    file = geonames.find_places_file()
    assert file is not None
    assert file.stat().st_size > 50_000_000

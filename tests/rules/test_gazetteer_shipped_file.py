"""What the shipped file of cities must hold for the rest to work."""

from pathlib import Path
from zoneinfo import available_timezones

import pytest

from app.gazetteer.cities_file import SHIPPED_FILE, CityRecord, read_cities, write_cities
from app.gazetteer.countries import is_country
from app.gazetteer.rules import normalise

SHIRAZ = 115019


@pytest.fixture(scope="module")
def cities() -> list[CityRecord]:
    return list(read_cities())


def test_it_has_the_world(cities: list[CityRecord]) -> None:
    assert len({city.id for city in cities}) == len(cities) == 34_006
    assert len({city.country for city in cities}) > 240


def test_it_is_small_enough_to_be_committed() -> None:
    assert SHIPPED_FILE.stat().st_size < 1_300_000


def test_every_city_can_be_found_placed_and_timed(cities: list[CityRecord]) -> None:
    zones = available_timezones()
    for city in cities:
        assert normalise(city.name), city
        assert is_country(city.country), city
        assert city.timezone in zones, city
        assert -90 <= city.latitude <= 90, city
        assert -180 <= city.longitude <= 180, city


def test_cities_of_iran_have_persian_names(cities: list[CityRecord]) -> None:
    iranian = [city for city in cities if city.country == "IR"]
    assert sum("fa" in city.labels for city in iranian) >= 0.98 * len(iranian)


def test_one_city_in_full(cities: list[CityRecord]) -> None:
    shiraz = next(city for city in cities if city.id == SHIRAZ)
    assert (shiraz.name, shiraz.country, shiraz.region) == ("Shiraz", "IR", "Fars")
    assert (shiraz.latitude, shiraz.longitude) == (29.6103, 52.5311)
    assert shiraz.timezone == "Asia/Tehran"
    assert shiraz.population > 1_000_000
    assert shiraz.labels == {"fa": "شیراز", "ar": "شيراز"}
    assert "Schiras" in shiraz.aliases


def test_what_is_written_is_read_again(cities: list[CityRecord], tmp_path: Path) -> None:
    some = cities[:50]
    write_cities(tmp_path / "first.csv.xz", some)
    write_cities(tmp_path / "second.csv.xz", some)
    assert list(read_cities(tmp_path / "first.csv.xz")) == some
    assert (tmp_path / "first.csv.xz").read_bytes() == (tmp_path / "second.csv.xz").read_bytes()

"""What the shipped file of cities must hold for the rest to work."""

from pathlib import Path
from zoneinfo import available_timezones

import pytest

from app.gazetteer.cities_file import SHIPPED_FILE, CityRecord, read_cities, write_cities
from app.gazetteer.countries import is_country
from app.gazetteer.regions import SHIPPED_FILE as REGIONS_FILE
from app.gazetteer.regions import Region, region_name, write_regions
from app.gazetteer.rules import normalise

SHIRAZ = 115019


@pytest.fixture(scope="module")
def cities() -> list[CityRecord]:
    return list(read_cities())


def test_it_has_the_world(cities: list[CityRecord]) -> None:
    assert len({city.id for city in cities}) == len(cities) == 34_006
    assert len({city.country for city in cities}) > 240


def test_it_is_small_enough_to_be_committed() -> None:
    assert SHIPPED_FILE.stat().st_size < 1_400_000
    assert REGIONS_FILE.stat().st_size < 160_000


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
    assert shiraz.labels == {"fa": "شیراز", "ar": "شيراز", "de": "Schiras", "fr": "Chiraz"}
    assert "Шираз" in shiraz.aliases


def test_a_name_from_an_old_list_or_of_a_strange_spelling_is_not_taken(
    cities: list[CityRecord],
) -> None:
    names = {(city.country, city.name): city.labels.get("fa") for city in cities}
    assert names["IR", "Isfahan"] == "اصفهان"
    assert names["IR", "Sanandaj"] == "سنندج"
    assert names["IR", "Gorgān"] == "گرگان"


def test_names_hold_no_mark_that_nobody_sees(cities: list[CityRecord]) -> None:
    labels = [label for city in cities for label in city.labels.values()]
    labels += REGIONS_FILE.read_text("utf-8").splitlines()
    assert not [label for label in labels if set(label) & set("\u200e\u200f\u064e\ufeff")]


@pytest.mark.parametrize(
    ("country", "name", "language", "shown"),
    [
        ("IR", "Semnan", "fa", "سمنان"),
        ("IR", "Tehran", "ar", "طهران"),
        ("DE", "Bavaria", "de", "Bayern"),
        ("DE", "Bavaria", "de-AT", "Bayern"),
        ("DE", "Bavaria", "en", "Bavaria"),
        ("DE", "Bavaria", "it", "Bavaria"),
        ("FR", "Bavaria", "de", "Bavaria"),
        ("DE", "", "fa", ""),
    ],
)
def test_a_region_is_named_in_the_language_or_as_it_was(
    country: str, name: str, language: str, shown: str
) -> None:
    assert region_name(country, name, language) == shown


def test_most_cities_of_iran_and_egypt_lie_in_a_region_with_a_name_in_their_language(
    cities: list[CityRecord],
) -> None:
    for country, language in (("IR", "fa"), ("EG", "ar")):
        there = [city.region for city in cities if city.country == country]
        named = [name for name in there if region_name(country, name, language) != name]
        assert len(named) > 0.95 * len(there)


def test_a_region_without_a_name_of_its_own_is_written_by_its_english_one(tmp_path: Path) -> None:
    path = tmp_path / "regions.csv"
    write_regions(path, [Region("XK", "B", {}), Region("XK", "A", {"de": "Ä"})])
    assert path.read_text("utf-8") == "country,name,fa,ar,de,fr,es\nXK,A,,,Ä,,\nXK,B,,,,,\n"


def test_what_is_written_is_read_again(cities: list[CityRecord], tmp_path: Path) -> None:
    some = cities[:50]
    write_cities(tmp_path / "first.csv.xz", some)
    write_cities(tmp_path / "second.csv.xz", some)
    assert list(read_cities(tmp_path / "first.csv.xz")) == some
    assert (tmp_path / "first.csv.xz").read_bytes() == (tmp_path / "second.csv.xz").read_bytes()

"""A small world, loaded."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.gazetteer.cities_file import CityRecord, write_cities
from app.gazetteer.service import load_cities


def city(
    city_id: int,
    name: str,
    country: str,
    population: int,
    labels: dict[str, str] | None = None,
    aliases: tuple[str, ...] = (),
) -> CityRecord:
    """A city of which only what is told matters."""
    return CityRecord(
        id=city_id,
        name=name,
        country=country,
        region_code="01",
        region="Somewhere",
        latitude=1.5,
        longitude=-2.5,
        timezone="UTC",
        population=population,
        labels=labels or {},
        aliases=aliases,
    )


CITIES = [
    city(1, "Munich", "DE", 1_500_000, {"fa": "مونیخ", "ar": "ميونخ"}, ("München", "Monaco")),
    city(2, "Shiraz", "IR", 1_250_000, {"fa": "شیراز", "ar": "شيراز"}),
    city(3, "Najafābād", "IR", 235_000, {"fa": "نجف\u200cآباد"}),
    city(4, "Paris", "FR", 2_100_000),
    city(5, "Paris", "US", 25_000),
    city(6, "Parma", "IT", 198_000),
    city(7, "San Francisco", "US", 860_000),
    city(8, "Quito", "EC", 1_400_000, aliases=("San Francisco de Quito",)),
    city(9, "Munster", "DE", 310_000),
    city(10, "Mungo", "FR", 100_000),
]


@pytest.fixture
def make_city() -> Callable[..., CityRecord]:
    return city


@pytest.fixture
def cities_file(tmp_path: Path) -> Path:
    path = tmp_path / "cities.csv.xz"
    write_cities(path, CITIES)
    return path


@pytest.fixture
def world(app: Flask, cities_file: Path) -> Iterator[Flask]:
    with app.app_context():
        load_cities(file=cities_file)
        yield app

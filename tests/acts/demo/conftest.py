"""A small world, and the demo loaded into it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from app.demo import service
from app.events.models import Event
from app.gazetteer.cities_file import CityRecord, write_cities
from app.gazetteer.service import load_cities

CITIES = (
    (1, "Munich", "DE", 1_500_000, {"fa": "مونیخ"}),
    (2, "Shiraz", "IR", 1_250_000, {"fa": "شیراز"}),
    (3, "Paris", "FR", 2_100_000, {}),
    (4, "Cairo", "EG", 9_500_000, {"ar": "القاهرة"}),
    (5, "Chengdu", "CN", 7_400_000, {}),
)

LoadDemo = Callable[..., Event]


@pytest.fixture
def world(app: Flask, tmp_path: Path) -> None:
    """Five cities, loaded."""
    path = tmp_path / "cities.csv.xz"
    write_cities(path, [_city(*row) for row in CITIES])
    load_cities(file=path)


@pytest.fixture
def load_demo(world: None, now: datetime) -> LoadDemo:
    """Load the demo at the moment of the test."""

    def load(locations: int = 10, registrations: int = 60, seed: int = 1) -> Event:
        size = service.Size(locations, registrations, seed)
        return service.load(size=size, now=now)

    return load


def _city(
    number: int, name: str, country: str, population: int, labels: dict[str, str]
) -> CityRecord:
    return CityRecord(
        id=number,
        name=name,
        country=country,
        region_code="01",
        region="Somewhere",
        latitude=1.5,
        longitude=-2.5,
        timezone="UTC",
        population=population,
        labels=labels,
        aliases=(),
    )

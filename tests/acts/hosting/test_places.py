"""Which city a host means, and what to show so that it is meant again."""

import pytest
from flask import Flask

from app.gazetteer.models import City, CityName
from app.hosting.places import choose_city, name_again
from tests.acts.locations.world import BERLIN, OTHER_BERLIN, TEHRAN, load_world
from tests.factories import save

SMALL, TWIN = 7, 8


@pytest.fixture(autouse=True)
def _world(app: Flask) -> None:
    load_world()
    for city_id, people in ((SMALL, 90), (TWIN, 80)):
        city = City(
            id=city_id,
            name="Berlin",
            country="DE",
            region="Schleswig-Holstein",
            latitude=54.03,
            longitude=10.45,
            timezone="Europe/Berlin",
            population=people,
            labels={"fa": "برلین"},
        )
        save(city)
        keys = ("berlin", "برلین")
        save(
            *(
                CityName(key=key, city_id=city_id, country="DE", weight=people, name=key)
                for key in keys
            )
        )


def chosen(text: str, country: str = "DE") -> int | None:
    city = choose_city(text, country).city
    return city.id if city else None


@pytest.mark.parametrize(
    ("text", "city_id"),
    [
        ("Berlin", BERLIN),
        ("برلين", BERLIN),
        ("Berlin, Schleswig Holstein", SMALL),
        ("برلین، Schleswig-Holstein", SMALL),
        ("Berlin, Bavaria", BERLIN),
        (str(TWIN), TWIN),
        ("۸", TWIN),
        ("Berlni", None),
        (str(TEHRAN), None),
    ],
)
def test_a_city_is_meant_by_name_by_name_and_region_or_by_number(
    text: str, city_id: int | None
) -> None:
    assert chosen(text) == city_id


def test_a_slip_is_offered_the_city() -> None:
    assert BERLIN in [city.id for city in choose_city("Berlni", "DE").like]
    assert chosen("Berlin", "US") == OTHER_BERLIN


@pytest.mark.parametrize(
    ("city_id", "language", "shown"),
    [
        (BERLIN, "en", "Berlin"),
        (BERLIN, "fa", "برلین"),
        (SMALL, "fa", "برلین, Schleswig-Holstein"),
        (TWIN, "en", str(TWIN)),
    ],
)
def test_what_is_shown_again_means_the_same_city(city_id: int, language: str, shown: str) -> None:
    city = choose_city(str(city_id), "DE").city
    assert city is not None
    assert name_again(city, language) == shown
    assert chosen(shown) == city_id

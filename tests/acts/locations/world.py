"""A few cities and the locations in them, stored as the product stores them."""

from datetime import datetime
from typing import Any

from app.database import transaction
from app.events.models import Event
from app.gazetteer.models import City, CityName, CitySieve
from app.gazetteer.rules import spellings
from app.gazetteer.sieve import make_sieve, version_of
from app.locations.models import LocationKind
from app.locations.service import NewLocation, add_locations

BERLIN, TEHRAN, SUVA, OTHER_BERLIN = 2950159, 112931, 2198148, 5083330

CITIES = {
    BERLIN: ("Berlin", "DE", 52.52, 13.41, "Europe/Berlin", 3_400_000, {"fa": "برلین"}),
    TEHRAN: ("Tehran", "IR", 35.69, 51.42, "Asia/Tehran", 8_700_000, {"fa": "تهران"}),
    SUVA: ("Suva", "FJ", -18.14, 178.44, "Pacific/Fiji", 77_000, {}),
    OTHER_BERLIN: ("Berlin", "US", 44.47, -71.18, "America/New_York", 9_000, {}),
}


def load_world() -> None:
    """Store the cities with the keys of all their names, and the sieve of these."""
    cities, names = [], []
    for city_id, (name, country, north, east, zone, people, labels) in CITIES.items():
        cities.append(
            City(
                id=city_id,
                name=name,
                country=country,
                region="",
                latitude=north,
                longitude=east,
                timezone=zone,
                population=people,
                labels=labels,
            )
        )
        keys = {key: own for own in (name, *labels.values()) for key in spellings(own)}
        names += [
            CityName(key=key, city_id=city_id, country=country, weight=people, name=own)
            for key, own in keys.items()
        ]
    bits = make_sieve(name.key for name in names)
    with transaction() as session:
        session.add_all(cities)
        session.flush()
        session.add_all(names)
        session.add(CitySieve(version=version_of(bits), bits=bits))


def place_in(event: Event, city_id: int, *, now: datetime, **values: Any) -> str:
    """Store a hall with 20 seats in a city; return its public id."""
    name, country, north, east, zone, _people, _labels = CITIES[city_id]
    place = {
        "kind": LocationKind.HALL,
        "name": "Old Mill",
        "city": name,
        "city_id": city_id,
        "country": country,
        "latitude": north,
        "longitude": east,
        "timezone": zone,
        "languages": ("en", "fa"),
        "capacity": 20,
    }
    place_to_add = NewLocation(**{**place, **values})
    with transaction() as session:
        add_locations(session, event_id=event.id, places=[place_to_add], now=now)
    return place_to_add.public_id

"""What all visitors of an event share about its locations, kept by each process for a while."""

from collections.abc import Callable, Container
from datetime import datetime

from flask import Flask
from markupsafe import Markup

from app.events.kept import keep, kept
from app.events.queries import EventHead
from app.events.snapshot import Counts
from app.gazetteer.countries import countries as all_countries
from app.locations import queries
from app.locations.lights import draw_lights
from app.locations.queries import CountryPlaces
from app.web.assets import land_path

COUNTRIES_SECONDS = 10
LIGHTS_SECONDS = 60
SEARCH_SECONDS = 5
LONGEST_KEPT = 200
"""Bytes of a query; a longer one is nobody else's question."""


def init_app(app: Flask) -> None:
    """Give the application its snapshots."""
    keep(app, "countries", COUNTRIES_SECONDS)
    keep(app, "country options", COUNTRIES_SECONDS)
    keep(app, "searches", SEARCH_SECONDS)
    keep(app, "lights", LIGHTS_SECONDS)


def countries(event_id: int, now: datetime) -> dict[str, CountryPlaces]:
    """Return what each country offers; at most ten seconds old."""
    found: dict[str, CountryPlaces] = kept("countries").get(
        event_id, now, lambda: queries.countries(event_id)
    )
    return found


def count_places(event_id: int, now: datetime) -> Counts:
    """Return how many locations an event has in how many countries."""
    counts = [found.locations for found in countries(event_id, now).values() if found.locations]
    return Counts(locations=sum(counts), countries=len(counts))


def online_id(event_id: int, country: str, now: datetime) -> str | None:
    """Return the public id of the location for watching at home in a country, or None."""
    found = countries(event_id, now).get(country)
    return found.online if found else None


def country_options(event_id: int, language: str, chosen: str, now: datetime) -> Markup:
    """Return an `<option>` for every country that has locations, sorted by name."""
    options: Markup = kept("country options").get(
        (event_id, language), now, lambda: _options(countries(event_id, now), language)
    )
    # Two hundred options are made once, not for each visitor; only the mark differs.
    value = Markup('value="{}"').format(chosen)
    return options.replace(value, value + Markup(" selected"))


def _options(found: Container[str], language: str) -> Markup:
    option = Markup('<option value="{}">{}</option>')
    return Markup("\n").join(
        option.format(code, name) for code, name in all_countries(language) if code in found
    )


def search_body(key: tuple[object, ...], now: datetime, make: Callable[[], str]) -> str:
    """Return the page for a search, at most five seconds old; the query is the key's last part."""
    query = key[-1]
    if isinstance(query, bytes) and len(query) > LONGEST_KEPT:
        return make()
    body: str = kept("searches").get(key, now, make)
    return body


def lights(head: EventHead, now: datetime) -> str:
    """Return the map of lights as SVG, drawn at most once a minute."""
    svg: str = kept("lights").get(
        (head.id, head.version), now, lambda: draw_lights(queries.lights(head.id), land_path())
    )
    return svg

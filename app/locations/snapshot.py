"""What all visitors of an event share about its locations, kept by each process for a while."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from flask import Flask

from app.events import queries as event_queries
from app.events.kept import keep, kept
from app.events.queries import EventHead
from app.events.snapshot import Counts
from app.gazetteer.rules import Point
from app.locations import queries
from app.locations.card import Brand, draw_card
from app.locations.clusters import middles
from app.locations.glow import Glow, count_steps
from app.locations.lights import draw_lights
from app.locations.queries import CountryPlaces
from app.locations.spots import Spots
from app.web.assets import land_path

COUNTRIES_SECONDS = 10
FINDER_SECONDS = 60
"""After so long it is asked which are full, and whether anything else must be read again."""
LIGHTS_SECONDS = MAP_SECONDS = 60
CARD_SECONDS = 600
SEARCH_SECONDS = 5
LONGEST_KEPT = 200
"""Bytes of a query; a longer one is nobody else's question."""


@dataclass(frozen=True)
class Finder:
    """Where the locations of an event are, and the one for watching at home by country."""

    spots: Spots
    online: Mapping[str, str]
    revision: tuple[int, ...] | None
    """Of the locations as they were read; None where nobody has asked, to save a statement."""

    @cached_property
    def countries(self) -> frozenset[str]:
        """The countries that have any."""
        return frozenset(spot.country for spot in self.spots.listed) | self.online.keys()

    @cached_property
    def middles(self) -> Mapping[str, Point]:
        """About where each country is on a map: the middle of its locations."""
        return middles(
            (*spot.point, spot.country) for spot in self.spots.listed if spot.point is not None
        )

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages of all locations."""
        return frozenset(code for spot in self.spots.listed for code in spot.languages)


def init_app(app: Flask) -> None:
    """Give the application its snapshots."""
    keep(app, "countries", COUNTRIES_SECONDS)
    keep(app, "finders", FINDER_SECONDS)
    keep(app, "options", FINDER_SECONDS)
    keep(app, "maps", MAP_SECONDS)
    keep(app, "searches", SEARCH_SECONDS)
    keep(app, "lights", LIGHTS_SECONDS)
    keep(app, "glows", LIGHTS_SECONDS)
    keep(app, "cards", CARD_SECONDS)


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


def finder(event_id: int, now: datetime) -> Finder:
    """Return where all locations are, as it was at most a minute ago."""
    found: Finder = kept("finders").get(event_id, now, lambda: _read(event_id))
    return found


def _read(event_id: int) -> Finder:
    known: Finder | None = kept("finders").last(event_id)
    if known is None:
        return _read_all(event_id, None)
    # Asked first: what changes while the rows are read is read again the next time.
    revision = queries.revision(event_id)
    if known.revision != revision:
        return _read_all(event_id, revision)
    return replace(known, spots=known.spots.with_full(queries.full(event_id)))


def _read_all(event_id: int, revision: tuple[int, ...] | None) -> Finder:
    found = list(queries.spots(event_id))
    online = {spot.country: public_id for spot, public_id, _ in found if public_id}
    full = [spot.id for spot, _, is_full in found if is_full]
    return Finder(
        Spots((spot for spot, public_id, _ in found if not public_id), full), online, revision
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


def glow(head: EventHead, now: datetime) -> Glow:
    """Return where the map glows; looked at once a minute at most, while anybody asks."""

    def look() -> Glow:
        spots = finder(head.id, now).spots
        steps = count_steps(spots.listed, spots.full)
        known: Glow | None = kept("glows").last(head.id)
        # What was there before the first look is not new.
        return known.next(steps, now) if known else Glow(steps)

    found: Glow = kept("glows").get(head.id, now, look)
    return found


def card(head: EventHead, now: datetime) -> bytes:
    """Return the picture that stands beside shared links, drawn at most every ten minutes."""

    def draw() -> bytes:
        logo = event_queries.find_logo(head.id) if head.logo else None
        return draw_card(queries.lights(head.id), land_path(), Brand(head.colour, logo))

    jpeg: bytes = kept("cards").get((head.id, head.version), now, draw)
    return jpeg

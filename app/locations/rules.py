"""Decisions about locations on plain values."""

import enum
import math
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from app.gazetteer.rules import Point, normalise
from app.locations.errors import BadPoint

FEW_SEATS: Final = 3
FEW_PART: Final = 5
"""One seat in so many, or fewer, is few."""

KM_A_DEGREE: Final = 111.2
"""Of latitude, on the sphere of `gazetteer.rules.distance_km`."""

DAY_BEFORE: Final = timedelta(days=1)
ALWAYS: Final = datetime.min.replace(tzinfo=UTC)

LAST_PAGE: Final = 5000
"""No event has so many pages; a bigger number is as far."""

_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{1,16}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_STEP_FREE = re.compile(
    "step[- ]?free|wheel ?chair|barrier[- ]free|rollstuhl|barrierefrei|stufenlos|fauteuil roulant"
    "|silla de ruedas|ویلچر|صندلی چرخ\u200c?دار|بدون پله|كرسي متحرك|کرسی متحرک|بدون درج"
)
_DENIED = re.compile(
    r"\b(?:no|not|without|only|kein|nicht|ohne|sans|pas|sin|non?)\b|ندارد|نیست|ليس|لا "
)
_BETWEEN = re.compile(r"[,،;]")


class Availability(enum.StrEnum):
    """How many seats are left, as far as the public is told."""

    FREE = "free"
    FEW = "few"
    FULL = "full"


class Release(enum.StrEnum):
    """When confirmed guests learn the address."""

    CONFIRMATION = "confirmation"
    DAY_BEFORE = "day_before"
    BY_HAND = "by_hand"


class Box(NamedTuple):
    """A part of the earth; across the date line `west` is greater than `east`."""

    south: float
    north: float
    west: float
    east: float

    def holds(self, point: Point | None) -> bool:
        """Tell whether a point lies in the box."""
        if point is None or not self.south <= point[0] <= self.north:
            return False
        if self.west > self.east:
            return point[1] >= self.west or point[1] <= self.east
        return self.west <= point[1] <= self.east


def is_public_id(text: str) -> bool:
    """Tell whether a text can name a location at all; nothing else reaches the database."""
    return bool(_PUBLIC_ID.fullmatch(text))


def availability(capacity: int | None, taken: int) -> Availability:
    """Say how many seats are left without saying how many people come.

    :param capacity: None where there is no limit
    """
    if capacity is None:
        return Availability.FREE
    left = capacity - taken
    if left <= 0:
        return Availability.FULL
    if left <= FEW_SEATS or left * FEW_PART <= capacity:
        return Availability.FEW
    return Availability.FREE


def has_seats(capacity: int | None, taken: int, party: int) -> bool:
    """Tell whether a party finds seats; `capacity` is None where there is no limit."""
    return capacity is None or taken + party <= capacity


def released_from(
    release: Release, released_at: datetime | None, starts_at: datetime
) -> datetime | None:
    """Return the moment from which confirmed guests know the address.

    :param released_at: when somebody released it by hand, which holds in any case
    :return: None as long as somebody must release it by hand
    """
    chosen = {Release.CONFIRMATION: ALWAYS, Release.DAY_BEFORE: starts_at - DAY_BEFORE}.get(release)
    moments = [moment for moment in (chosen, released_at) if moment is not None]
    return min(moments, default=None)


def search_keys(name: str, city: str, *, shown: bool, city_known: bool) -> set[str]:
    """Return the keys of a location's own: its name and city, from each word of the name on.

    :param shown: whether its name is public, which that of a home never is
    :param city_known: whether the gazetteer's keys find it already
    """
    words = normalise(name).split() if shown else []
    keys = {normalise(" ".join([*words[start:], city])) for start in range(len(words))}
    if not city_known:
        keys.add(normalise(city))
    return keys - {""}


def clean_text(text: str, longest: int = 100) -> str:
    """Return what somebody typed in one line, without characters that cannot be seen.

    The non-joiner stays: Persian words are written with it.
    """
    shown = (
        " " if character.isspace() else character
        for character in text[: 4 * longest]
        if character.isspace() or character == "\u200c" or unicodedata.category(character)[0] != "C"
    )
    return " ".join("".join(shown).split())[:longest]


def before_comma(text: str) -> str:
    """Return "Berlin" for "Berlin, Germany"; the whole text where nothing stands before a comma."""
    first = _BETWEEN.split(text, maxsplit=1)[0]
    return first if normalise(first) else text


def parse_page(text: str) -> int:
    """Return which page is asked for, counted from 1; 1 for what is no number."""
    try:
        page = int(text[:12])
    except ValueError:
        return 1
    return min(max(page, 1), LAST_PAGE)


def parse_city(text: str) -> int | None:
    """Return the geonameid that an address line names, or None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def is_language(text: str) -> bool:
    """Tell whether a text can be the code of a language."""
    return bool(_LANGUAGE.fullmatch(text))


def says_wheelchair(access: str) -> bool:
    """Tell whether notes on access say that a wheelchair can enter.

    In doubt they do not: who comes in vain on wheels has come a long way.
    """
    said = access.casefold()
    return bool(_STEP_FREE.search(said)) and not _DENIED.search(said)


def parse_point(text: str) -> Point:
    """Return the point of "52.52,13.4", in the digits of any script.

    :raises BadPoint: for anything else, and for what is not on this earth
    """
    parts = text[:80].replace("،", ",").replace("٫", ".").split(",")
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError as error:
        raise BadPoint from error
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):  # also false for NaN
        raise BadPoint
    return latitude, longitude


def parse_box(text: str) -> Box:
    """Return the box of "south,west,north,east"; across the date line west is greater.

    :raises BadPoint: for anything else, and for what is not on this earth
    """
    try:
        south, west, north, east = (float(part) for part in text[:80].split(","))
    except ValueError as error:
        raise BadPoint from error
    if not (-90 <= south <= north <= 90 and abs(west) <= 180 and abs(east) <= 180):
        raise BadPoint
    return Box(south, north, west, east)


def box_around(point: Point, km: float) -> Box:
    """Return a box that holds every point within so many kilometres.

    J. P. Matuschek, "Finding Points Within a Distance of a Latitude/Longitude", 2010:
    the circle is widest not at its middle but nearer to the pole.
    """
    latitude, longitude = point
    reach = km / KM_A_DEGREE
    south, north = latitude - reach, latitude + reach
    if south <= -90 or north >= 90:
        return Box(max(south, -90.0), min(north, 90.0), -180.0, 180.0)
    width = math.degrees(
        math.asin(math.sin(math.radians(reach)) / math.cos(math.radians(latitude)))
    )
    return Box(south, north, _turned(longitude - width), _turned(longitude + width))


def rounded_km(km: float) -> int:
    """Return a distance as people say it, in kilometres and at least 1."""
    if km < 10:
        return max(1, round(km))
    return 5 * round(km / 5) if km < 100 else 10 * round(km / 10)


def _turned(longitude: float) -> float:
    return (longitude + 180.0) % 360.0 - 180.0

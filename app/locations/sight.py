"""Who may see what of a location. These are its only serializers, for pages, mails and files alike.

*Public*: kind, city, whether there are seats. *Guest* (a confirmed registration): the address
as the host released it. *Host and staff* (`HostLocation`): also seats, region, and how it is
found. Nothing else leaves the package in a form that is shown.
"""

import enum
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from flask_babel import force_locale, get_locale
from flask_babel import gettext as _

from app.gazetteer.countries import country_name
from app.gazetteer.queries import find_city
from app.gazetteer.regions import region_name
from app.gazetteer.rules import CityLabel, city_label
from app.locations import rules
from app.locations.addresses import open_for_guest
from app.locations.models import Location, LocationKind, LocationState
from app.locations.queries import Found
from app.web.languages import language_name


class Seen(Protocol):
    """What the public view reads: a `Location`, or a row of `queries.SEEN`."""

    public_id: str
    kind: LocationKind
    name: str
    city: str
    country: str
    timezone: str
    languages: list[str]
    capacity: int | None
    taken: int
    state: LocationState
    access: str
    wheelchair: bool


@dataclass(frozen=True)
class PublicLocation:
    """A location as everybody may see it, in one language."""

    public_id: str
    kind: LocationKind
    title: str
    """A name that people can read; never that of a home's host."""
    city: str
    city_latin: str | None
    """The city's Latin name, where the page's script is another."""
    country: str
    country_name: str
    languages: tuple[str, ...]
    timezone: str
    availability: rules.Availability
    access: str
    wheelchair: bool
    is_open: bool


class AddressState(enum.StrEnum):
    """Why a confirmed guest sees the address, or does not."""

    SHOWN = "shown"
    DAY_BEFORE = "day_before"
    BY_HAND = "by_hand"
    BY_LETTER = "by_letter"
    """It is released, but the link has no key to it: the newest letter has."""
    NONE = "none"


@dataclass(frozen=True)
class Visit:
    """Who looks, and when: what decides whether the address is shown."""

    key_id: int
    """The event's key."""
    starts_at: datetime
    now: datetime
    secret: bytes | None = None
    """What the guest's link carries behind its token."""


@dataclass(frozen=True)
class GuestLocation(PublicLocation):
    """A location as its confirmed guests may see it."""

    address: str | None
    address_state: AddressState


@dataclass(frozen=True)
class HostLocation(PublicLocation):
    """A location as its host and the team may see it. The address is opened elsewhere, by key."""

    region: str
    capacity: int | None
    taken: int
    state: LocationState
    listed: bool
    release: rules.Release
    released_at: datetime | None


@dataclass(frozen=True)
class _Named:
    name: str
    labels: Mapping[str, str]


def public_view(
    location: Seen, language: str, labels: Mapping[str, str] | None = None
) -> PublicLocation:
    """Return what everybody may see of a location.

    :param labels: the city's names by language, where the caller has read them already
    """
    with _speaking(language):
        return _view(location, language, labels)


def public_views(rows: Iterable[Found], language: str) -> list[PublicLocation]:
    """Return what everybody may see of locations of which the columns `SEEN` were read."""
    with _speaking(language):
        return [_view(row, language, row.labels or {}) for row in rows]


def guest_view(location: Location, language: str, visit: Visit) -> GuestLocation:
    """Return what a confirmed guest may see of a location at that moment."""
    address, state = _released_address(location, visit)
    public = public_view(location, language)
    return GuestLocation(**vars(public), address=address, address_state=state)


def host_view(location: Location, language: str) -> HostLocation:
    """Return what a host may see of their location, and the team of each."""
    return _host_view(location, public_view(location, language), language)


def staff_views(
    rows: Iterable[Location], language: str, labels: Mapping[int, Mapping[str, str]]
) -> list[HostLocation]:
    """Return what the team may see of locations.

    :param labels: the names by language of each city
    """
    with _speaking(language):
        return [
            _host_view(row, _view(row, language, labels.get(row.city_id or 0, {})), language)
            for row in rows
        ]


def _host_view(location: Location, public: PublicLocation, language: str) -> HostLocation:
    names = ("capacity", "taken", "state", "listed", "release", "released_at")
    same = {name: getattr(location, name) for name in names}
    region = region_name(location.country, location.region, language)
    return HostLocation(**vars(public), **same, region=region)


def _released_address(location: Location, visit: Visit) -> tuple[str | None, AddressState]:
    if location.address is None and location.guest_box is None:
        return None, AddressState.NONE
    moment = rules.released_from(location.release, location.released_at, visit.starts_at)
    if moment is None or visit.now < moment:
        return None, AddressState.BY_HAND if moment is None else AddressState.DAY_BEFORE
    if location.kind == LocationKind.HALL and location.address:
        return location.address, AddressState.SHOWN
    address = open_for_guest(location, visit.key_id, visit.secret)
    return address, AddressState.SHOWN if address else AddressState.BY_LETTER


def _view(location: Seen, language: str, labels: Mapping[str, str] | None) -> PublicLocation:
    city = _city(location, language, labels)
    country = country_name(location.country, language)
    return PublicLocation(
        public_id=location.public_id,
        kind=location.kind,
        title=_title(location, city.name, country),
        city=city.name,
        city_latin=city.latin,
        country=location.country,
        country_name=country,
        languages=_language_names(tuple(location.languages), language),
        timezone=location.timezone,
        availability=rules.availability(location.capacity, location.taken),
        access=location.access,
        wheelchair=location.wheelchair,
        is_open=location.state == LocationState.APPROVED,
    )


def _title(location: Seen, city: str, country: str) -> str:
    if location.kind == LocationKind.ONLINE:
        return str(_("At home in %(country)s", country=country))
    if location.kind == LocationKind.HOME:
        return str(_("A home in %(city)s", city=city))
    return location.name


def _city(location: Seen, language: str, labels: Mapping[str, str] | None) -> CityLabel:
    if labels is None and isinstance(location, Location) and location.city_id:
        known = find_city(location.city_id)
        labels = known.labels if known else None
    return _label(location.city, (labels or {}).get(language), language)


@lru_cache(maxsize=8192)
def _label(name: str, own: str | None, language: str) -> CityLabel:
    return city_label(_Named(name, {language: own} if own else {}), language)


@lru_cache(maxsize=1024)
def _language_names(codes: tuple[str, ...], language: str) -> tuple[str, ...]:
    return tuple(language_name(code, language) for code in codes)


@contextmanager
def _speaking(language: str) -> Iterator[None]:
    """Translate into a language, which for pages is that of the request already."""
    if str(get_locale()) == language:
        yield
    else:
        with force_locale(language):
            yield

"""An event as its public pages show it, in one language, at most ten seconds old.

Texts, programme, formatted times and counts are the same for every visitor, so a process
makes them once and keeps them. What must be true now comes with the `EventHead`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from flask import Flask, current_app
from markupsafe import Markup

from app.events import queries, rules
from app.events.kept import keep, kept
from app.events.models import Event, EventText, ProgrammeItem
from app.events.prose import render_markdown
from app.events.queries import EventHead
from app.web import formats
from app.web.languages import language_name

SECONDS = 10


@dataclass(frozen=True)
class Counts:
    """How many locations people can choose from, in how many countries; exact."""

    locations: int
    countries: int


CountPlaces = Callable[[int, datetime], Counts]
"""Takes an event's id and the moment; comes from the package of the locations."""


@dataclass(frozen=True)
class Moment:
    """A moment as a person reads it and as a machine does."""

    text: str
    iso: str


@dataclass(frozen=True)
class ZoneTime:
    """The event's beginning on the clocks of one time zone."""

    zone: str
    text: str


@dataclass(frozen=True)
class ProgrammeLine:
    """One thing that happens, ready to be shown."""

    starts: Moment
    ends: Moment
    language: str
    title: str
    summary: str
    speakers: tuple[str, ...]


@dataclass(frozen=True)
class EventName:
    """What every page that belongs to an event says about it."""

    slug: str
    language: str
    """Of the texts: another one than the page's where they are not translated."""
    direction: str
    title: str
    starts: Moment
    zone: str
    sign_up_opens: str
    colour: str | None
    logo: str | None


@dataclass(frozen=True)
class EventPage(EventName):
    """Everything that the event's own page shows."""

    headline: str
    summary: str
    body: Markup
    written_in: str
    """What the page's language calls that of the texts; empty where they are in it."""
    ends: Moment
    languages: str
    sign_up_closes: str
    elsewhere: tuple[ZoneTime, ...]
    programme: tuple[ProgrammeLine, ...]
    locations: str | None
    countries: str | None


def init_app(app: Flask, count_places: CountPlaces) -> None:
    """Give the application its snapshots, and a way to count an event's locations."""
    keep(app, "event names", SECONDS)
    keep(app, "event pages", SECONDS)
    keep(app, "event bodies", SECONDS)
    keep(app, "event titles", SECONDS)
    app.extensions["count_places"] = count_places


def title_of(event: Event, language: str, now: datetime) -> str:
    """Return the title of an event in any state; a change of the event is seen at once."""
    key = (event.id, event.version, language)
    title: str = kept("event titles").get(key, now, lambda: queries.text_of(event, language).title)
    return title


def event_page(head: EventHead, language: str, now: datetime) -> EventPage:
    """Return the event in a language, made at most ten seconds ago."""
    key = (head.id, head.version, language)
    page: EventPage = kept("event pages").get(key, now, lambda: _make(head, language, now))
    return page


def event_name(head: EventHead, language: str, now: datetime) -> EventName:
    """Return what pages of an event say about it in a language, made at most ten seconds ago."""
    key = (head.id, head.version, language)
    name: EventName = kept("event names").get(
        key, now, lambda: EventName(**_name(head, _text(head, language), language))
    )
    return name


def _make(head: EventHead, language: str, now: datetime) -> EventPage:
    text = _text(head, language)
    counts: Counts = current_app.extensions["count_places"](head.id, now)
    zone = head.timezone
    names = [language_name(code, language) for code in head.languages]
    return EventPage(
        **_name(head, text, language),
        headline=text.headline or text.title,
        summary=text.summary,
        body=render_markdown(text.body),
        written_in="" if text.language == language else language_name(text.language, language),
        ends=_moment(head.ends_at, zone, language, formats.clock_time),
        languages=format_list(names, locale=language),
        sign_up_closes=formats.day_and_time(head.sign_up_closes_at, zone, language),
        elsewhere=_elsewhere(head, language),
        programme=tuple(_line(item, head, language) for item in queries.programme_of(head.id)),
        locations=_count(counts.locations, language),
        countries=_count(counts.countries, language),
    )


def _text(head: EventHead, language: str) -> EventText:
    return queries.choose_text(queries.texts_of(head.id), head.languages, language)


def _name(head: EventHead, text: EventText, language: str) -> dict[str, Any]:
    return {
        "slug": head.slug,
        "language": text.language,
        "direction": _direction(text.language),
        "title": text.title,
        "starts": _moment(head.starts_at, head.timezone, language, formats.day_and_time),
        "zone": formats.zone_name(head.timezone, language),
        "sign_up_opens": formats.day_and_time(head.sign_up_opens_at, head.timezone, language),
        "colour": head.colour,
        "logo": head.logo,
    }


def _direction(language: str) -> str:
    try:
        return Locale.parse(language, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        return "auto"


def _moment(
    moment: datetime, zone: str, language: str, write: Callable[[datetime, str, str], str]
) -> Moment:
    return Moment(write(moment, zone, language), moment.isoformat(timespec="minutes"))


def _elsewhere(head: EventHead, language: str) -> tuple[ZoneTime, ...]:
    return tuple(
        ZoneTime(
            formats.zone_name(zone, language),
            formats.day_and_time(head.starts_at, zone, language),
        )
        for zone in rules.REFERENCE_ZONES
        if zone != head.timezone
    )


def _line(item: ProgrammeItem, head: EventHead, language: str) -> ProgrammeLine:
    texts = {text.language: text for text in item.texts}
    first = next(iter(texts.values()), None)
    text = texts.get(language) or texts.get(head.languages[0]) or first
    speakers = text.speakers if text and text.speakers else item.speakers
    return ProgrammeLine(
        _moment(item.starts_at, head.timezone, language, formats.clock_time),
        _moment(item.ends_at, head.timezone, language, formats.clock_time),
        text.language if text else language,
        text.title if text else "",
        text.summary if text else "",
        tuple(speakers),
    )


def _count(exact: int, language: str) -> str | None:
    shown = rules.shown_count(exact)
    return None if shown is None else formats.digits(formats.number(shown, language), language)

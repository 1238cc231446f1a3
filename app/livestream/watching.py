"""What one watcher's page shows: the player, what can be chosen, what is on, and the numbers."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from app.events import snapshot as event_snapshot
from app.gazetteer.countries import country_name
from app.hosting.models import Host
from app.livestream import counter, gate, rules, snapshot, words
from app.livestream.choices import Asked, Choice, Links
from app.livestream.rules import Pass, Screen, StreamRole
from app.livestream.snapshot import Channel, Item, Live, Number
from app.registration.models import Registration
from app.web.languages import own_name


@dataclass(frozen=True)
class Player:
    """What is played, and from where."""

    address: str
    """The master playlist, in the chosen language."""
    prefix: str
    event: str
    screen: str
    """What this screen is called, where screens are counted."""
    channels: tuple[str, ...]
    """Folders of the streams to try, the chosen one first."""
    on_air: str
    language: str
    captions: str
    """The language that is read; empty for none."""
    sound_only: bool


@dataclass(frozen=True)
class Line:
    """One thing of the programme in the watcher's language."""

    title: str
    speakers: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class PhoneLine:
    """A number to listen by telephone, ready to be shown."""

    country: str
    number: str
    code: str
    language: str


@dataclass(frozen=True)
class WatchPage:
    """Everything that the page shows."""

    screen: Screen
    headline: str
    advice: str
    door_opens_at: datetime
    player: Player | None
    languages: tuple[Choice, ...]
    captions: tuple[Choice, ...]
    streams: tuple[Choice, ...]
    sound: Choice | None
    phones: tuple[PhoneLine, ...]
    notices: tuple[tuple[bool, str], ...]
    watching: str
    """How many watch, rounded; empty where nobody is to know."""
    ticket: str
    """What the page beats with; empty where nothing plays."""
    tab: str
    """The name under which the frame of a page without scripts beats."""
    now: Line | None
    next: Line | None
    programme: tuple[Line, ...]


Holder = Registration | Host
"""Whose link it is: somebody who signed up, or the host of a location."""


def watch_page(
    own: Holder, token: str, asked: Asked, now: datetime, page: str = "livestream.watch"
) -> WatchPage:
    """Put together what the holder of a link sees now.

    :param page: the endpoint that shows it
    """
    live = snapshot.live_of(own.event, now)
    screen = live.screen(now)
    channel = _channel(live, screen, asked)
    offered = channel.languages if channel else ()
    language = rules.choose_language(offered, asked.language, own.language) or ""
    entry = _steady_pass(own, now) if channel else None
    running, coming = programme_now(own.event_id, own.language, own.event.languages, now)
    links = Links(token, asked, language, page)
    return WatchPage(
        screen=screen,
        headline=words.headline(screen),
        advice=words.advice(screen),
        door_opens_at=live.door_opens_at,
        player=_player(live, channel, entry, own, links) if channel and entry else None,
        languages=links.languages(channel) if channel else (),
        captions=links.captions(channel, _read(channel, asked)) if channel else (),
        streams=links.streams(live, channel) if channel and screen != Screen.REPLAY else (),
        sound=links.sound() if channel and channel.sounds else None,
        phones=tuple(_phone(one, own.language) for one in live.numbers),
        notices=notices_in(live, own.language, own.event.languages),
        watching=watching_now(live, now),
        ticket=counter.ticket_of(own.location_id) if screen in rules.COUNTED or asked.whole else "",
        tab=secrets.token_hex(4),
        now=running,
        next=coming,
        programme=tuple(
            _line(item, own.language, own.event.languages)
            for item in snapshot.programme_of(own.event_id, now)
        ),
    )


@dataclass(frozen=True)
class CheckPage:
    """What is tried out before the day."""

    player: Player | None
    languages: tuple[Choice, ...]
    captions: tuple[Choice, ...]


def check_page(
    own: Holder, token: str, asked: Asked, now: datetime, page: str = "livestream.check"
) -> CheckPage:
    """The test picture for the holder of a link, whatever is on air."""
    channel = snapshot.test_channel(own.event.languages)
    language = rules.choose_language(channel.languages, asked.language, own.language) or ""
    links = Links(token, asked, language, page)
    entry = _steady_pass(own, now)
    if entry is None:
        return CheckPage(None, (), ())
    captions = _read(channel, asked)
    file = rules.master_file("main", language, captions)
    player = Player(
        address=f"{entry.prefix}/{own.event.slug}/{channel.path}/{file}",
        prefix=entry.prefix,
        event=own.event.slug,
        screen=rules.screen_in(entry.prefix),
        channels=(channel.path,),
        on_air=channel.path,
        language=language,
        captions=captions,
        sound_only=False,
    )
    return CheckPage(player, links.languages(channel), links.captions(channel, captions))


def programme_now(
    event_id: int, language: str, fallbacks: list[str] | tuple[str, ...], now: datetime
) -> tuple[Line | None, Line | None]:
    """What is on now, and what comes next."""
    items = snapshot.programme_of(event_id, now)
    places = rules.now_and_next([(item.starts_at, item.ends_at) for item in items], now)
    running, coming = (
        None if place is None else _line(items[place], language, fallbacks) for place in places
    )
    return running, coming


def watching_now(live: Live, now: datetime) -> str:
    """How many watch, in words; empty while nothing plays, or where they are too few to tell."""
    if live.screen(now) not in rules.COUNTED:
        return ""
    return words.watching(live.watchers)


def notices_in(
    live: Live, language: str, fallbacks: list[str] | tuple[str, ...]
) -> tuple[tuple[bool, str], ...]:
    """The notices that stand, with whether they are urgent."""
    return tuple(
        (notice.urgent, rules.choose_text(notice.texts, language, fallbacks))
        for notice in live.notices
    )


def title_of(own: Holder, now: datetime) -> str:
    """The event's name in the watcher's language."""
    return event_snapshot.title_of(own.event, own.language, now)


def _steady_pass(own: Holder, now: datetime) -> Pass | None:
    """What the page holds: scripts take short passes instead, as soon as they run."""
    screen = secrets.token_hex(4) if isinstance(own, Registration) else ""
    return gate.find_pass(
        own.id, own.token_version, own.event.slug, now, screen=screen, steady=True
    )


def _channel(live: Live, screen: Screen, asked: Asked) -> Channel | None:
    """The stream to show: the one asked for, else the one on air."""
    if screen not in rules.WITH_A_PICTURE and not asked.whole:
        return None
    if screen == Screen.REPLAY:
        return live.channel(StreamRole.REPLAY)
    chosen = None
    if asked.role in (StreamRole.PRIMARY, StreamRole.BACKUP):
        chosen = live.channel(StreamRole(asked.role))
    return chosen or live.on_air or live.channel(StreamRole.PRIMARY)


def _read(channel: Channel, asked: Asked) -> str:
    """The language of the captions that were asked for, where there are such."""
    readable = {one.language for one in channel.captions}
    return asked.captions if asked.captions in readable else ""


def _player(live: Live, channel: Channel, entry: Pass, own: Holder, links: Links) -> Player:
    sound_only = links.asked.sound_only and bool(channel.sounds)
    captions = "" if sound_only else _read(channel, links.asked)
    file = rules.master_file("sound" if sound_only else "main", links.language, captions)
    playable = (StreamRole.PRIMARY, StreamRole.BACKUP)
    others = [c.path for c in live.channels if c.role in playable and c.id != channel.id]
    return Player(
        address=f"{entry.prefix}/{own.event.slug}/{channel.path}/{file}",
        prefix=entry.prefix,
        event=own.event.slug,
        screen=rules.screen_in(entry.prefix),
        channels=(channel.path, *(others if channel.role in playable else ())),
        on_air=(live.on_air or channel).path,
        language=links.language,
        captions=captions,
        sound_only=sound_only,
    )


def _phone(number: Number, shown_in: str) -> PhoneLine:
    country = country_name(number.country, shown_in)
    return PhoneLine(country, number.number, number.code, own_name(number.language))


def _line(item: Item, language: str, fallbacks: list[str] | tuple[str, ...]) -> Line:
    title = rules.choose_text(item.titles, language, fallbacks)
    return Line(title, item.speakers, item.starts_at, item.ends_at)

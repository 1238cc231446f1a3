"""What all watchers of an event share, at most a second old, kept by each process.

Everybody opens the page in the same ten minutes; the database is asked once a second.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app

from app.events import queries as event_queries
from app.events.kept import keep, kept
from app.events.models import Event
from app.events.queries import EventHead
from app.livestream import gate, picture, queries, rules
from app.livestream.elsewhere import Elsewhere
from app.livestream.models import Broadcast, Stream
from app.livestream.playlists import Captions, Picture, Sound
from app.livestream.presence import rounded
from app.livestream.queries.screens import cancelled_lately
from app.livestream.rules import AudioKind, BroadcastState, Screen, StreamRole
from app.web.headers import player_hosts
from app.web.languages import own_name

SECONDS = 1
PROGRAMME_SECONDS = 10
CANCELLED_SECONDS = 15
STEADY_SECONDS = 60
MOST_NOTICES = 5


@dataclass(frozen=True)
class Channel:
    """A stream as watchers can choose it."""

    id: int
    role: StreamRole
    path: str
    pictures: tuple[Picture, ...]
    sounds: tuple[Sound, ...]
    captions: tuple[Captions, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(sound.language for sound in self.sounds)


@dataclass(frozen=True)
class StandingNotice:
    """A message from the organizers, by language."""

    id: str
    urgent: bool
    texts: Mapping[str, str]
    created_at: datetime


@dataclass(frozen=True)
class Number:
    """A number to listen by telephone."""

    country: str
    number: str
    code: str
    language: str


@dataclass(frozen=True)
class Item:
    """One thing of the programme, by language."""

    starts_at: datetime
    ends_at: datetime
    titles: Mapping[str, str]
    speakers: tuple[str, ...]


@dataclass(frozen=True)
class Live:
    """Where a broadcast stands."""

    state: BroadcastState
    since: datetime | None
    version: int
    door_opens_at: datetime
    ends_at: datetime
    on_air: Channel | None
    channels: tuple[Channel, ...]
    notices: tuple[StandingNotice, ...]
    numbers: tuple[Number, ...]
    screens_per_link: int | None
    elsewhere: tuple[Elsewhere, ...] = ()
    watchers: int = 0
    """How many watch, rounded as everybody may know it; 0 for too few to tell."""

    def screen(self, now: datetime) -> Screen:
        """What a watcher sees now; without a recording there is none to play."""
        shown = rules.screen_of(self.state, self.door_opens_at, self.ends_at, now)
        nothing_to_play = shown == Screen.REPLAY and self.channel(StreamRole.REPLAY) is None
        return Screen.ENDED if nothing_to_play else shown

    def channel(self, role: StreamRole) -> Channel | None:
        """The first stream of a role."""
        return next((channel for channel in self.channels if channel.role == role), None)


def init_app(app: Flask) -> None:
    """Give the application its snapshots."""
    keep(app, "live", SECONDS)
    keep(app, "live programme", PROGRAMME_SECONDS)
    keep(app, "blocked viewers", SECONDS)
    keep(app, "cancelled viewers", CANCELLED_SECONDS)
    keep(app, "steady screens", STEADY_SECONDS)


def live_of(event: Event | EventHead, now: datetime) -> Live:
    """Return where the broadcast of an event stands."""
    found: Live = kept("live").get(event.id, now, lambda: _make(event))
    return found


def elsewhere_of(event: Event | EventHead, now: datetime) -> tuple[Elsewhere, ...]:
    """Return the videos elsewhere that can be chosen now: those of players that are allowed."""
    live = live_of(event, now)
    if live.screen(now) not in rules.WITH_A_PICTURE:
        return ()
    return tuple(one for one in live.elsewhere if one.host in player_hosts(current_app))


def is_blocked(event_id: int, viewer: str, now: datetime) -> bool:
    """Whether the picture was closed for a viewer."""
    blocked: frozenset[str] = kept("blocked viewers").get(
        event_id, now, lambda: frozenset(one.viewer for one in queries.blocked_in(event_id))
    )
    return viewer in blocked


def has_cancelled(event_id: int, viewer: str, now: datetime) -> bool:
    """Whether a viewer's sign-up was cancelled while a pass ran."""
    cancelled: frozenset[str | None] = kept("cancelled viewers").get(
        event_id, now, lambda: _cancelled(event_id, now)
    )
    return viewer in cancelled


def test_channel(languages: Sequence[str]) -> Channel:
    """The test picture, which every event has, with its two tones as the first two languages."""
    sounds = (
        Sound(tone, language, own_name(language))
        for tone, language in zip(picture.TONES, languages, strict=False)
    )
    return Channel(
        0,
        StreamRole.PRIMARY,
        picture.PATH,
        (picture.PICTURE,),
        tuple(sounds),
        _captions(languages),
    )


def programme_of(event_id: int, now: datetime) -> tuple[Item, ...]:
    """Return the programme of an event, in order of time."""
    items: tuple[Item, ...] = kept("live programme").get(event_id, now, lambda: _items(event_id))
    return items


def _cancelled(event_id: int, now: datetime) -> frozenset[str | None]:
    found = cancelled_lately(event_id, now, rules.STEADY_LASTS)
    return frozenset(gate.find_viewer(one.id, one.token_version) for one in found)


def _make(event: Event | EventHead) -> Live:
    row = queries.find_told(event.id) or Broadcast(
        event_id=event.id, state=BroadcastState.SCHEDULED, version=0
    )
    channels = tuple(_channel(stream) for stream in queries.streams_of(event.id))
    return Live(
        state=row.state,
        since=row.since,
        version=row.version,
        door_opens_at=row.door_opens_at or event.starts_at - rules.DOOR_BEFORE,
        ends_at=event.ends_at,
        on_air=next((channel for channel in channels if channel.id == row.stream_id), None),
        channels=channels,
        notices=tuple(
            StandingNotice(str(found.id), found.urgent, found.texts, found.created_at)
            for found in row.notices[:MOST_NOTICES]
        ),
        numbers=tuple(
            Number(found.country, found.number, found.code, found.language) for found in row.numbers
        ),
        screens_per_link=row.screens_per_link,
        elsewhere=tuple(Elsewhere(**one) for one in row.elsewhere or ()),
        watchers=rounded(row.watchers_told or 0),
    )


def _channel(stream: Stream) -> Channel:
    return Channel(
        stream.id,
        stream.role,
        stream.path,
        tuple(Picture(**picture) for picture in stream.pictures),
        tuple(
            Sound(audio.path, audio.language, own_name(audio.language))
            for audio in stream.audio
            if audio.kind != AudioKind.DESCRIPTION
        ),
        _captions(stream.captions),
    )


def _captions(languages: Sequence[str]) -> tuple[Captions, ...]:
    return tuple(Captions(rules.captions_folder(code), code, own_name(code)) for code in languages)


def _items(event_id: int) -> tuple[Item, ...]:
    return tuple(
        Item(
            item.starts_at,
            item.ends_at,
            {text.language: text.title for text in item.texts},
            tuple(item.speakers),
        )
        for item in event_queries.programme_of(event_id)
    )

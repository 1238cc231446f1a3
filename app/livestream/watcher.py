"""The watcher of the sources: looks once a second, notices what stands still, and acts on it.

Any number may run at once: one has the watch, and another takes it over when that one dies.
"""

import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app.database import db
from app.livestream import gate, health, picture, queries, rules
from app.livestream.health import Health, Trouble, Turn
from app.livestream.lookers import Lookers
from app.livestream.models import Broadcast, Stream, StreamHealth
from app.livestream.probe import Track
from app.livestream.rules import BroadcastState, StreamRole
from app.livestream.service import watch
from app.web import fetching
from app.web.links import public_url

log = structlog.get_logger("gatherwide")

WRITTEN_EVERY = timedelta(seconds=4)
"""How old the desk's figures may be where nothing happened; half of what the watch lasts."""
SOUNDS_EVERY = 3
"""Sounds and captions are looked at in one round of so many."""
Watched = tuple[Broadcast, str, Sequence[Stream]]


class Watcher:
    """Looks at the sources of all broadcasts; `run_round` is one look at each."""

    def __init__(self, app: Flask, *, clock: Callable[[], datetime], stop: threading.Event) -> None:
        self.app, self.clock, self.stop = app, clock, stop
        self.name = secrets.token_hex(8)
        self.lookers = Lookers()
        self.written: datetime | None = None
        """None while another watcher has the watch."""
        self.rounds = 0

    def run(self) -> None:
        """Go on until `stop`."""
        while not self.stop.is_set():
            with self.app.app_context():
                try:
                    self.run_round()
                except SQLAlchemyError as error:
                    db.session.rollback()
                    log.warning("the watch waits for the database", reason=type(error).__name__)
            self.stop.wait(health.LOOK_SECONDS)
        self.end()

    def end(self) -> None:
        """Let another watcher go on at once."""
        self.lookers.end()
        with self.app.app_context():
            watch.leave_watch(holder=self.name, now=self.clock())

    def run_round(self) -> None:
        """Look at every source once, if nobody else does, and act on it."""
        if self._is_time() and not self._take():
            return
        watched = [(one, slug, queries.streams_of(one.event_id)) for one, slug in self._on()]
        before = self.lookers.troubles()
        addresses, own = self._addresses(watched)
        self.lookers.start(addresses, own)
        now = self.clock()
        self.lookers.finish(addresses, now)
        if self._is_time() or self.lookers.troubles() != before:
            self._write(watched, now)
        for broadcast, slug, streams in watched:
            self._act(broadcast, slug, streams, now)
        self.rounds += 1

    def _on(self) -> Sequence[tuple[Broadcast, str]]:
        return queries.watched(self.clock())

    def _is_time(self) -> bool:
        return self.written is None or self.clock() - self.written >= WRITTEN_EVERY

    def _take(self) -> bool:
        """Take or keep the watch, and begin with what its last holder knew."""
        if not watch.take_watch(holder=self.name, now=self.clock()):
            self.written = None
            return False
        if self.written is None:
            self.lookers.known = _remembered(self._on())
        return True

    def _addresses(self, watched: Sequence[Watched]) -> tuple[dict[Track, str], frozenset[str]]:
        """Where the playlists lie, and which origins are ours."""
        with_sound = self.rounds % SOUNDS_EVERY == 0
        found = {
            Track(stream.id, name): f"{base}/{slug}/{stream.path}/{name}/index.m3u8"
            for _broadcast, slug, streams in watched
            if (base := _way_in(slug, self.clock()))
            for stream in filter(_is_source, streams)
            for name in _names(stream, with_sound=with_sound)
        }
        return found, frozenset(map(fetching.origin, found.values()))

    def _write(self, watched: Sequence[Watched], now: datetime) -> None:
        known = self.lookers.known
        seen = {
            stream.id: (known[_picture(stream)], _silent(stream, known, now))
            for _broadcast, _slug, streams in watched
            for stream in filter(_is_source, streams)
            if _picture(stream) in known
        }
        watch.write_health(seen=seen)
        self.written = now

    def _act(
        self, broadcast: Broadcast, slug: str, streams: Sequence[Stream], now: datetime
    ) -> None:
        known = self.lookers.known
        sources = {
            stream.id: known[_picture(stream)]
            for stream in filter(_is_source, streams)
            if _picture(stream) in known
        }
        on_air = sources.get(broadcast.stream_id or 0)
        if on_air is None or not broadcast.switches_itself:
            return
        other = health.next_stream(list(sources), broadcast.stream_id, sources, now)
        turn = health.turn_of(
            broadcast.state,
            on_air,
            still=on_air.is_still(now, broadcast.on_air_since),
            other=other is not None,
            by_watcher=_interrupted_itself(broadcast),
        )
        if turn and _make(turn, broadcast, other, on_air.trouble, now):
            log.info("broadcast turned", broadcast=slug, turn=turn, why=on_air.trouble)


def _make(turn: Turn, broadcast: Broadcast, other: int | None, why: Trouble, now: datetime) -> bool:
    event_id = broadcast.event_id
    if turn == Turn.SWITCH and other is not None:
        away = broadcast.stream_id
        return watch.switch(event_id=event_id, away_from=away, to=other, why=why, now=now)
    ways = {
        Turn.INTERRUPT: BroadcastState.INTERRUPTED,
        Turn.RESUME: BroadcastState.LIVE,
    }
    return watch.turn(event_id=event_id, came=broadcast.state, to=ways[turn], now=now)


def _way_in(event: str, now: datetime) -> str:
    """What the addresses of an event's streams begin with; empty without a media server."""
    entry = gate.find_watcher_pass(event, now)
    if entry is None:
        return ""
    return entry.prefix if "://" in entry.prefix else public_url() + entry.prefix


def _interrupted_itself(broadcast: Broadcast) -> bool:
    if broadcast.state != BroadcastState.INTERRUPTED:
        return False
    last = queries.find_last_turn(broadcast.event_id)
    return last is not None and last.actor == watch.WATCHER


def _is_source(stream: Stream) -> bool:
    return stream.role != StreamRole.REPLAY and bool(stream.pictures)


def _picture(stream: Stream) -> Track:
    """What stands for the whole stream: its first picture."""
    return Track(stream.id, stream.pictures[0]["path"])


def _names(stream: Stream, *, with_sound: bool) -> list[str]:
    beside = [*_sounds(stream), *_captions(stream)] if with_sound else []
    return [_picture(stream).name, *beside]


def _sounds(stream: Stream) -> dict[str, str]:
    """What each sound is told as, by its folder: its language."""
    return {audio.path: audio.language for audio in stream.audio}


def _captions(stream: Stream) -> dict[str, str]:
    """The same of captions: their folder. Those of the test picture are our own, and never ill."""
    if stream.path in picture.PATHS:
        return {}
    folders = map(rules.captions_folder, stream.captions)
    return {folder: folder for folder in folders}


def _silent(stream: Stream, known: Mapping[Track, Health], now: datetime) -> list[str]:
    """What stands still, lies elsewhere, or never came: see `StreamHealth.silent`."""
    beside = _sounds(stream) | _captions(stream)
    return [
        told
        for folder, told in beside.items()
        if (found := known.get(Track(stream.id, folder))) and found.is_still(now)
    ]


def _remembered(watched: Sequence[tuple[Broadcast, str]]) -> dict[Track, Health]:
    streams = [
        one for broadcast, _slug in watched for one in queries.streams_of(broadcast.event_id)
    ]
    rows = queries.health_of([stream.id for stream in streams])
    return {_picture(one): _health(rows[one.id]) for one in streams if one.id in rows}


def _health(row: StreamHealth) -> Health:
    return Health(
        since=row.since,
        looked_at=row.looked_at,
        trouble=row.trouble,
        status=row.status,
        newest=row.newest,
        well_at=row.well_at,
        piece_seconds=row.piece_seconds,
        bitrate=row.bitrate,
    )

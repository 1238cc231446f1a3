"""A media server, an event on air from it, and whoever watches over it."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app.events.models import Event
from app.livestream.gate import Gate
from app.livestream.rules import BroadcastState as State
from app.livestream.rules import StreamRole
from app.livestream.service import directing
from app.livestream.service.directing import NewStream
from app.livestream.watcher import Watcher
from tests.acts.livestream.media_server import MediaServer, media_server
from tests.fixtures.application import StandingClock

OMAR = "organizer:1"


@pytest.fixture
def media(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[MediaServer]:
    """A media server that the application is set up for."""
    with media_server() as served:
        ours: Gate = app.extensions["gate"]
        monkeypatch.setitem(app.extensions, "gate", replace(ours, base=served.url))
        yield served


@pytest.fixture
def on_air(event: Event, media: MediaServer, time: StandingClock) -> Event:
    """An event that is live, with a main stream, a backup and a second one."""
    for role, path in ((StreamRole.PRIMARY, "main"), (StreamRole.BACKUP, "spare")):
        new = NewStream(role, path, ["en", "fa"], ["360p"])
        directing.add_stream(event_id=event.id, new=new, actor=OMAR, now=time.moment)
    directing.change_state(event_id=event.id, to=State.LIVE, actor=OMAR, now=time.moment)
    return event


@pytest.fixture
def make_watcher(app: Flask, time: StandingClock) -> Iterator[Callable[[], Watcher]]:
    """Watchers that look when they are told to."""
    made = []

    def make() -> Watcher:
        made.append(Watcher(app, clock=time.now, stop=threading.Event()))
        return made[-1]

    yield make
    for one in made:
        one.lookers.end()

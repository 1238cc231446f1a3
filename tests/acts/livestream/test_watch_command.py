"""`flask livestream watch` as a process of its own, by the real clock."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import flask_migrate
import pytest

from app import clock, create_app
from app.database import db
from app.livestream import queries
from app.livestream.rules import BroadcastState, StreamRole
from app.livestream.service import directing
from app.livestream.service.directing import NewStream
from app.vault.keyfiles import KeyFiles
from config import Config
from tests import factories
from tests.acts.livestream.media_server import SECONDS, MediaServer, media_server
from tests.fixtures.mailbox import Mailbox
from tests.processes import running

PATIENCE = 60
ALL = tuple(f"{stream}/{track}" for stream in ("main", "spare") for track in ("360p", "en"))


@contextmanager
def going_on(media: MediaServer) -> Iterator[set[str]]:
    """A new piece every few seconds in each folder of the set, which a test may empty."""
    going, over = set(ALL), threading.Event()

    def work() -> None:
        while True:
            media.go_on(*sorted(going))
            if over.wait(SECONDS):
                return

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield going
    finally:
        over.set()
        thread.join()


@pytest.mark.timeout(240)
def test_a_source_that_freezes_is_left_by_a_real_process(
    tmp_path: Path, make_config: Callable[..., Config], smtp_server: Mailbox
) -> None:
    with media_server() as media, going_on(media) as going:
        config = make_config(
            f"sqlite:///{tmp_path / 'gatherwide.sqlite'}",
            KEYS_DIR=tmp_path / "keys",
            MAILER_KEY_FILE=tmp_path / "mailer" / "mailer.private",
            MEDIA_URL=media.url,
        )
        KeyFiles(config.KEYS_DIR, config.MAILER_KEY_FILE).create()
        application = create_app(config)
        with application.app_context():
            event_id = furnish(clock.now())
            command = ["flask", "livestream", "watch"]
            with running(command, config, tmp_path / "watch.log") as watcher:
                until(lambda: both_go_well(event_id))
                going -= {"main/360p", "main/en"}
                until(lambda: on_air(event_id) == "spare")
            assert watcher.returncode == 0, (tmp_path / "watch.log").read_text()
            db.session.rollback()
            lease = queries.find_lease()
            assert lease is not None
            assert lease.until <= clock.now(), "it left the watch to others"
            db.session.remove()
            db.engine.dispose()


def furnish(now: datetime) -> int:
    """An event that is live, with two streams."""
    flask_migrate.upgrade()
    event = factories.make_event(now=now)
    for role, path in ((StreamRole.PRIMARY, "main"), (StreamRole.BACKUP, "spare")):
        new = NewStream(role, path, ["en"], ["360p"])
        directing.add_stream(event_id=event.id, new=new, actor="organizer:1", now=now)
    live = BroadcastState.LIVE
    directing.change_state(event_id=event.id, to=live, actor="organizer:1", now=now)
    return event.id


def both_go_well(event_id: int) -> bool:
    ids = [stream.id for stream in queries.streams_of(event_id)]
    rows = queries.health_of(ids).values()
    return len(rows) == 2 and all(row.well_at for row in rows)


def on_air(event_id: int) -> str:
    broadcast = queries.find_broadcast(event_id)
    assert broadcast is not None
    paths = {stream.id: stream.path for stream in queries.streams_of(event_id)}
    return paths[broadcast.stream_id or 0]


def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        db.session.rollback()
        time.sleep(0.2)

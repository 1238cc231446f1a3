"""Debian's nginx in front of a real web server, with our own configuration."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import flask_migrate
import pytest

from app import clock, create_app
from app.database import db
from app.events.queries import get_head
from app.livestream import gate, queries
from app.livestream.models import IngestKey
from app.livestream.rules import StreamRole
from app.livestream.service import directing, ingest
from app.livestream.service.directing import NewStream
from app.vault.keyfiles import KeyFiles
from config import Config
from tests import factories
from tests.fixtures.mailbox import Mailbox
from tests.nginx.proxy import SECRET, Nginx
from tests.processes import running


@dataclass
class Stand:
    """nginx, the web server behind it, an edge, and somebody who may watch."""

    proxy: str
    app: str
    edge: str
    rtmp: str
    media: Path
    prefix: str
    keys: dict[str, str]
    """Of encoders of the stream `main`: `floor`, `fa`, and one that has `ended`."""
    stop_app: Callable[[], None]
    act: Callable[[Callable[[int], None]], None]
    """Do something with the event, as an organizer at the desk."""


@pytest.fixture
def stand(
    tmp_path: Path, make_config: Callable[..., Config], smtp_server: Mailbox
) -> Iterator[Stand]:
    """Start both; the media lie in a folder of the test."""
    with socket.create_server(("127.0.0.1", 0)) as listener, ExitStack() as stack:
        app = f"127.0.0.1:{listener.getsockname()[1]}"
        config = make_config(
            f"sqlite:///{tmp_path / 'gatherwide.sqlite'}",
            PUBLIC_URL=f"http://{app}",
            KEYS_DIR=tmp_path / "keys",
            MAILER_KEY_FILE=tmp_path / "mailer" / "mailer.private",
            MEDIA_SECRET=SECRET,
        )
        KeyFiles(config.KEYS_DIR, config.MAILER_KEY_FILE).create()
        prefix, keys = furnish(config)
        web = ["gunicorn", f"--bind=fd://{listener.fileno()}", "wsgi:app"]
        process = stack.enter_context(
            running(web, config, tmp_path / "web.log", listens_at=listener)
        )
        proxy = stack.enter_context(Nginx(tmp_path, app))

        def stop_app() -> None:
            process.terminate()
            process.wait(timeout=30)
            listener.close()

        def act(what: Callable[[int], None]) -> None:
            with create_app(config).app_context():
                what(get_head("summit").id)

        yield Stand(
            proxy=f"http://{proxy.listen}",
            app=f"http://{app}",
            edge=f"http://{proxy.edge}",
            rtmp=proxy.rtmp,
            media=tmp_path / "media",
            prefix=prefix,
            keys=keys,
            stop_app=stop_app,
            act=act,
        )


def furnish(config: Config) -> tuple[str, dict[str, str]]:
    """Make an event that is live; give the signed part of Ann's media paths, and keys."""
    application, now = create_app(config), clock.now()
    with application.app_context():
        flask_migrate.upgrade()
        event = factories.make_event(now=now)
        factories.make_broadcast(event=event, now=now)
        ann = factories.make_registration(location=factories.make_location(event=event), now=now)
        prefix = factories.media_prefix_of(ann, now)
        keys = make_keys(event.id, now)
        db.session.remove()
        db.engine.dispose()
    return prefix, keys


def make_keys(event_id: int, now: datetime) -> dict[str, str]:
    """A stream `main`, and keys for those who send to it."""
    new = NewStream(StreamRole.BACKUP, "main", ("en", "fa"), ("240p",))
    directing.add_stream(event_id=event_id, new=new, actor="omar", now=now)
    stream_id = queries.streams_of(event_id)[-1].id
    made = {}
    for name, language, lasts in (
        ("floor", "", timedelta(hours=1)),
        ("fa", "fa", timedelta(hours=1)),
        ("ended", "", timedelta(seconds=0)),
    ):
        key_id = ingest.make_key(
            event_id=event_id,
            stream_id=stream_id,
            language=language,
            lasts=lasts,
            actor="omar",
            now=now,
        )
        made[name] = gate.key_of(db.session.get_one(IngestKey, key_id))
    return made

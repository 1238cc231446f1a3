"""Debian's nginx in front of a real web server, with our own configuration."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import flask_migrate
import pytest

from app import clock, create_app
from app.database import db
from app.events.queries import get_head
from app.livestream.service import blocking
from app.vault.keyfiles import KeyFiles
from config import Config
from tests import factories
from tests.fixtures.mailbox import Mailbox
from tests.nginx.proxy import SECRET, Nginx
from tests.processes import running


@dataclass
class Stand:
    """nginx, the web server behind it, and somebody who may watch."""

    proxy: str
    app: str
    media: Path
    prefix: str
    stop_app: Callable[[], None]
    close: Callable[[str], None]
    """Shut a viewer out."""


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
        prefix = furnish(config)
        web = ["gunicorn", f"--bind=fd://{listener.fileno()}", "wsgi:app"]
        process = stack.enter_context(
            running(web, config, tmp_path / "web.log", listens_at=listener)
        )
        proxy = stack.enter_context(Nginx(tmp_path, app))

        def stop_app() -> None:
            process.terminate()
            process.wait(timeout=30)
            listener.close()

        def close(viewer: str) -> None:
            with create_app(config).app_context():
                event = get_head("summit")
                blocking.block(
                    event_id=event.id, pasted=viewer, actor="organizer:1", now=clock.now()
                )

        yield Stand(f"http://{proxy}", f"http://{app}", tmp_path / "media", prefix, stop_app, close)


def furnish(config: Config) -> str:
    """Make an event that is live, and give the signed part of Ann's media paths."""
    application, now = create_app(config), clock.now()
    with application.app_context():
        flask_migrate.upgrade()
        event = factories.make_event(now=now)
        factories.make_broadcast(event=event, now=now)
        ann = factories.make_registration(location=factories.make_location(event=event), now=now)
        prefix = factories.media_prefix_of(ann, now)
        db.session.remove()
        db.engine.dispose()
    return prefix

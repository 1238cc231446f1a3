"""Debian's nginx in front of a real web server, with our own configuration."""

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from string import Template

import flask_migrate
import pytest

from app import clock, create_app
from app.database import db
from app.vault.keyfiles import KeyFiles
from config import ROOT, Config
from tests import factories
from tests.fixtures.mailbox import Mailbox
from tests.processes import running
from tests.requests import get

SECRET = "a secret of the media paths"
PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
MAIN = Template("""
$user daemon off; pid $folder/nginx.pid; error_log stderr warn; worker_processes 1;
events { worker_connections 256; }
http {
    include /etc/nginx/mime.types; access_log off;
    client_body_temp_path $folder/body; proxy_temp_path $folder/proxy;
    fastcgi_temp_path $folder/f; uwsgi_temp_path $folder/u; scgi_temp_path $folder/s;
    log_format gatherwide_seen "$$msec $$arg_l $$arg_v";
    upstream gatherwide { server $app; keepalive 4; }
    proxy_cache_path $folder/cache levels=1:2 keys_zone=gatherwide:1m use_temp_path=off;
    server {
        listen $listen;
        set $$media_secret "$secret";
        include $folder/livestream.conf;
        location / { proxy_pass http://gatherwide; proxy_set_header Host $$host; }
    }
}
""")


@dataclass
class Stand:
    """nginx, the web server behind it, and somebody who may watch."""

    proxy: str
    app: str
    media: Path
    prefix: str
    stop_app: Callable[[], None]


@pytest.fixture
def stand(
    tmp_path: Path, make_config: Callable[..., Config], smtp_server: Mailbox
) -> Iterator[Stand]:
    """Start both; the media lie in a folder of the test."""
    nginx = shutil.which("nginx", path=PATH)
    assert nginx, "nginx is missing. Please run:  sudo apt-get install --yes nginx"
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
        proxy = stack.enter_context(_nginx(nginx, tmp_path, app))

        def stop_app() -> None:
            process.terminate()
            process.wait(timeout=30)
            listener.close()

        yield Stand(f"http://{proxy}", f"http://{app}", tmp_path / "media", prefix, stop_app)


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


class _nginx:  # noqa: N801 (reads as the program that it is)
    """nginx with our configuration, on a port of its own, until the block ends."""

    def __init__(self, program: str, folder: Path, app: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.listen = f"127.0.0.1:{probe.getsockname()[1]}"
        ours = (ROOT / "deploy" / "nginx" / "livestream.conf").read_text("utf-8")
        media = folder / "media"
        media.mkdir()
        ours = ours.replace("/var/lib/gatherwide-media", str(media))
        ours = ours.replace("/run/gatherwide/seen.log", str(folder / "seen.log"))
        (folder / "livestream.conf").write_text(ours)
        (folder / "nginx.conf").write_text(
            MAIN.substitute(
                user="user root;" if os.geteuid() == 0 else "",
                folder=folder,
                app=app,
                listen=self.listen,
                secret=SECRET,
            )
        )
        self.command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
        self.log = folder / "nginx.log"

    def __enter__(self) -> str:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log)
        while get(f"http://{self.listen}/healthz").status == 0:
            assert self.process.poll() is None, self.log.read_text()
        return self.listen

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)

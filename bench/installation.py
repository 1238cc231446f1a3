"""An installation of the product, for one measurement."""

import os
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, NullPool, create_engine, text

from bench.processes import BIN, Background, WebServer, free_port
from config import ROOT

OWNER, PASSWORD = "owner@example.org", secrets.token_urlsafe(16)


@dataclass(frozen=True)
class Size:
    """How much is in it."""

    locations: int
    registrations: int

    def __str__(self) -> str:
        return f"{self.locations:,} locations, {self.registrations:,} registrations"


SMALL, LARGE = Size(300, 1_000), Size(30_000, 100_000)


class Installation:
    """Settings for the product's commands, and where its keys, logs and database are."""

    def __init__(self, folder: Path, url: str, *, mail_port: int = 9) -> None:
        folder.mkdir(parents=True)
        self.folder, self.url, self.event_key = folder, url, b""
        self.port = free_port()
        self.environment = {
            **os.environ,
            "FLASK_APP": "wsgi",
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": url,
            "SECRET_KEY": secrets.token_urlsafe(32),
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "KEYS_DIR": str(folder / "keys"),
            "MAILER_KEY_FILE": str(folder / "mailer" / "mailer.private"),
            "MAIL_SERVER": "127.0.0.1",
            "MAIL_PORT": str(mail_port),
            "MAIL_DEFAULT_SENDER": "Summit <summit@example.org>",
        }

    def flask(self, *arguments: str, say: str = "") -> str:
        """Run one of the product's commands and give what it printed."""
        return self._run([str(BIN / "flask"), *arguments], say)

    def module(self, name: str, *arguments: str) -> str:
        """Run a module of ours on this installation and give what it printed."""
        return self._run([sys.executable, "-m", name, *arguments], "")

    def load_demo(self, size: Size) -> None:
        """Make its keys and tables, and fill it, with an organizer who opens the names."""
        self.flask("keys", "create")
        self.flask("db", "upgrade")
        self.flask(
            *("demo", "load", "--seed", "1"),
            *("--locations", str(size.locations), "--registrations", str(size.registrations)),
        )
        # It waits in a file until the first organizer takes it.
        self.event_key = (self.folder / "mailer" / "event-1.unclaimed").read_bytes()
        self.flask("organizer", "create", OWNER, say=f"{PASSWORD}\n")

    def web(self, *, module: str = "wsgi:app", workers: int = 3, forked: bool = False) -> WebServer:
        """Its web server, which answers already."""
        log = self.folder / "web.log"
        server = WebServer(
            module, self.environment, log, port=self.port, workers=workers, forked=forked
        )
        server.wait()
        return server

    def mailer(self, number: int = 1) -> Background:
        """`flask mail deliver`."""
        command = [str(BIN / "flask"), "mail", "deliver"]
        return Background(command, self.environment, self.folder / f"mailer-{number}.log")

    def count(self) -> None:
        """Let a mailer count what a load changed, as one does within a second of any change."""
        mailer = self.mailer()
        try:
            while self._number("SELECT count(*) FROM registration_delta"):
                if mailer.process.poll() is not None:
                    raise RuntimeError(mailer.said())
                time.sleep(0.2)
        finally:
            mailer.stop()

    def engine(self) -> Engine:
        """Its database, for a look that the product has no part in."""
        return create_engine(self.url, poolclass=NullPool)

    def make_room(self) -> None:
        """Give every hall and home more seats than a benchmark needs."""
        widen = text("UPDATE location SET capacity = 1000000 WHERE kind <> 'online'")
        with self.engine().begin() as connection:
            connection.execute(widen)

    def count_owed(self) -> int:
        """How many letters wait to leave."""
        return self._number("SELECT count(*) FROM outbox WHERE state = 'queued'")

    def count_registrations(self) -> int:
        return self._number("SELECT count(*) FROM registration")

    def slug(self) -> str:
        """The name of its only event in addresses."""
        with self.engine().connect() as connection:
            return str(connection.execute(text("SELECT slug FROM event")).scalar_one())

    def places(self, limit: int = 200) -> list[str]:
        """Public ids of some locations with a limit."""
        with self.engine().connect() as connection:
            found = connection.execute(
                text("SELECT public_id FROM location WHERE kind <> 'online' ORDER BY id LIMIT :n"),
                {"n": limit},
            )
            return [row.public_id for row in found]

    def _run(self, command: list[str], say: str) -> str:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment,
            input=say,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")
        return done.stdout

    def _number(self, statement: str) -> int:
        with self.engine().connect() as connection:
            return int(connection.execute(text(statement)).scalar_one())


def limits_server(folder: Path, url: str) -> WebServer:
    """The limits, on the same server and the same kind of database as the product."""
    folder.mkdir(parents=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": url}
    subprocess.run([sys.executable, "-m", "bench.limits"], cwd=ROOT, env=environment, check=True)
    server = WebServer(
        "bench.limits:app", environment, folder / "web.log", port=free_port(), alive="/hello"
    )
    server.wait()
    return server

"""A real web server, mailer, relay and browser. Nothing here is pretended."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from app.vault.keyfiles import KeyFiles
from config import Config
from tests.browser.furnishing import furnish
from tests.browser.guard import Guard
from tests.fixtures.mailbox import Mailbox
from tests.processes import running

QUIET = (
    "--disable-background-networking",
    "--disable-client-side-phishing-detection",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
    # A passkey needs a name; its address is ours alone, so that nothing waits for IPv6.
    "--host-resolver-rules=MAP localhost 127.0.0.1 , MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Site:
    """A running installation."""

    url: str
    hall: str
    """Public id of the hall in Berlin."""
    link: str
    """The path of Wanda's personal link: she is signed up and may watch."""
    screen: str
    """The path of the big screen in the room where she watches."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of the system."""
    chromium = shutil.which("chromium")
    assert chromium, "Chromium is missing. Please run:  sudo apt-get install --yes chromium"
    flags = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def sqlite_site(
    tmp_path_factory: pytest.TempPathFactory,
    make_config: Callable[..., Config],
    smtp_server: Mailbox,
) -> Iterator[Site]:
    """The installation on SQLite."""
    folder = tmp_path_factory.mktemp("site")
    with serve(f"sqlite:///{folder / 'gatherwide.sqlite'}", folder, make_config) as site:
        yield site


@pytest.fixture(scope="session")
def postgresql_site(
    tmp_path_factory: pytest.TempPathFactory,
    make_config: Callable[..., Config],
    new_postgresql: Callable[[], str],
    smtp_server: Mailbox,
) -> Iterator[Site]:
    """The installation on PostgreSQL."""
    with serve(new_postgresql(), tmp_path_factory.mktemp("site"), make_config) as site:
        yield site


@pytest.fixture(scope="session")
def known_pages() -> set[str]:
    """Pages that need no second inspection."""
    return set()


@pytest.fixture
def visit(browser: Browser, known_pages: set[str]) -> Iterator[Callable[..., Guard]]:
    """Open a guarded browser window on a phone; each has cookies of its own."""
    with ExitStack() as stack:

        def open_window(
            site: Site, *, javascript: bool = True, locale: str = "en", **more: Any
        ) -> Guard:
            context = browser.new_context(
                viewport=PHONE, java_script_enabled=javascript, locale=locale, **more
            )
            stack.callback(context.close)
            guard = Guard(context.new_page(), site.url, scripted=javascript, known=known_pages)
            stack.callback(guard.check)
            return guard

        yield open_window


@contextmanager
def serve(url: str, folder: Path, make_config: Callable[..., Config]) -> Iterator[Site]:
    """Set up an installation as an operator does, and run its two processes.

    It has a name: browsers make no passkeys for a bare address.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener, ExitStack() as processes:
        address = f"http://localhost:{listener.getsockname()[1]}"
        config = make_config(
            url,
            PUBLIC_URL=address,
            KEYS_DIR=folder / "keys",
            MAILER_KEY_FILE=folder / "mailer" / "mailer.private",
        )
        KeyFiles(config.KEYS_DIR, config.MAILER_KEY_FILE).create()
        hall, link, screen = furnish(config)
        # A socket that is open already: whoever comes early waits in its queue.
        # Threads: a browser opens connections that it may not use for a while.
        web = [
            "gunicorn",
            "--workers=2",
            "--threads=8",
            "--preload",
            f"--bind=fd://{listener.fileno()}",
            "wsgi:app",
        ]
        log = folder / "web.log"
        processes.enter_context(running(web, config, log, listens_at=listener))
        mailer = ["flask", "mail", "deliver"]
        processes.enter_context(running(mailer, config, folder / "mailer.log"))
        yield Site(address, hall, link, screen)

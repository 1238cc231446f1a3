"""A browser, and a site on which every page and state can be seen; not part of the suite."""

import logging
import os
import shutil
import threading
from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from app.events.models import Event
from app.locations.models import Location
from app.registration.models import Registration
from tests.fixtures.databases import Database
from tests.standing.shown.site import Site


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Only what is seen of pages is told, not that they were asked for."""
    logging.disable(logging.INFO)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def origin(app: Flask) -> Iterator[str]:
    """Where the application under test can be visited."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The Chromium of the system."""
    program = shutil.which("chromium")
    assert program, "Chromium is missing. Please run:  sudo apt-get install --yes chromium"
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def database(sqlite_database: Database) -> Iterator[Database]:
    """Pages look alike on both databases."""
    yield sqlite_database
    sqlite_database.empty()


@pytest.fixture
def site(
    origin: str,
    event: Event,
    location: Location,
    registration: Registration,
    paths: dict[str, str],
    now: datetime,
) -> Site:
    """Everything there is to see."""
    return Site(origin, event, location, registration, paths, now)

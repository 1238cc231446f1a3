"""Where every page is, and how a browser gets there."""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from playwright.sync_api import Error, Page
from sqlalchemy import update

from app.database import Base, db, transaction
from app.events.kept import forget_all
from app.events.models import Event
from app.locations.models import Location
from app.registration.models import Registration
from app.web.limits import limiter
from tests import factories
from tests.standing.routes import ROUTES

ONLY = os.environ.get("ONLY", "").split()
SIGN_UP = "registration.sign_up"
LETTERS = {"organizer.specimen_html"}
"""A letter is no page: mail programs decide how it looks."""


class Site(NamedTuple):
    """An event of which everything can be seen."""

    origin: str
    event: Event
    location: Location
    registration: Registration
    paths: dict[str, str]
    now: datetime

    def url(self, path: str, language: str) -> str:
        """Where a path stands, in a language."""
        return self.origin + path.replace("/en/", f"/{language}/")

    def pages(self) -> Iterator[tuple[str, str]]:
        """The name and path of whatever can be opened, page or not."""
        for name, route in ROUTES.items():
            if route.method == "GET" and name not in LETTERS:
                yield name, self.paths[name]


def chosen(shown: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Those whose name has one of the words that were asked for; all, where none were."""
    for name, path in shown:
        if not ONLY or any(word in name for word in ONLY):
            yield name, path


def speak(language: str) -> None:
    """Let pages of a link speak a language: they take that of whoever holds it."""
    with transaction() as session:
        for table in ("registration", "host"):
            session.execute(update(Base.metadata.tables[table]).values(language=language))
    db.session.remove()
    forget_all()


def sign_in(page: Page, origin: str) -> None:
    """Sign Omar in; before the site has a passkey of his, which would be asked for."""
    page.goto(f"{origin}/organizer/sign-in")
    page.fill("input[name=email]", "omar@example.org")
    page.fill("input[name=password]", factories.PASSWORD)
    with page.expect_navigation():
        page.press("input[name=password]", "Enter")
    assert "/sign-in" not in page.url, "The desk's pages would not be looked at."


def sign_up(page: Page) -> bool:
    """Send the form of SIGN_UP; only whoever did sees what comes then."""
    page.fill("input[name=email]", "ann@example.org")
    page.check("input[name=consent]")
    with page.expect_navigation():
        page.press("input[name=email]", "Enter")
    return page.url.endswith("/signed-up")


def opens(page: Page, url: str) -> bool:
    """Whether it is a page, and not a file."""
    limiter.reset()
    try:
        answer = page.goto(url)
    except Error:  # a download
        return False
    return answer is not None and "text/html" in answer.headers.get("content-type", "")

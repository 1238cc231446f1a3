"""Pictures of every page and state, for people to look at.

Not part of the suite, as it takes minutes: run `make pictures`, or for some pages alone
`make pictures ONLY="events.show watch"`. The site is the demo. `index.html` in the folder
shows all of them side by side.
"""

import os
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape
from itertools import chain, product
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize
from sqlalchemy import update

from app.database import transaction
from app.demo import service as demo
from app.events.kept import forget_all
from app.events.models import Event
from app.livestream.models import Broadcast
from app.livestream.rules import BroadcastState
from app.mail.models import MailerBeat
from app.staff.models import Organizer
from tests import factories
from tests.standing.shown.site import SIGN_UP, Site, chosen, opens, sign_in, sign_up, speak
from tests.standing.shown.states import states

LANGUAGES = os.environ.get("PICTURE_LANGUAGES", "en fa").split()
FOLDER = Path(os.environ.get("PICTURES", "instance/pictures"))
WIDTHS = (1280, 390)
LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
    "print": {"media": "print"},
}
PLAIN = {"color_scheme": "light", "forced_colors": "none", "media": "screen"}
SCHEMES = os.environ.get("SCHEMES", "light dark").split()
HEIGHT = 844
INDEX = """<!doctype html><meta charset="utf-8"><title>Every page</title><style>
body {{ font: 16px system-ui; margin: 1rem }} a {{ display: inline-block; vertical-align: top }}
img {{ max-height: 22rem; max-width: 28rem; border: 1px solid gray }}
</style>{}"""


@pytest.fixture
def event(app: Flask, windows: dict[str, Page], now: datetime) -> Event:
    """The demo, as `make run` loads it; its owner is signed in already, and works for it."""
    demo.load_cities_when_missing()
    return demo.load(size=demo.Size(), now=now)


@pytest.fixture
def stage(event: Event, now: datetime) -> None:
    """The demo has a broadcast and a wall; here it is live, and a mailer is at work."""
    with transaction() as session:
        values = {"state": BroadcastState.LIVE, "elsewhere": [factories.A_VIDEO]}
        session.add(MailerBeat(name="pictures", seen_at=now))
        session.execute(update(Broadcast).where(Broadcast.event_id == event.id).values(**values))
    forget_all()


@pytest.fixture
def windows(origin: str, chromium: Browser, organizer: Organizer) -> Iterator[dict[str, Page]]:
    """An owner's browser in each language, signed in."""
    opened = {}
    for language in LANGUAGES:
        context = chromium.new_context(locale=language, reduced_motion="reduce")
        opened[language] = context.new_page()
        sign_in(opened[language], origin)
    yield opened
    for page in opened.values():
        page.context.close()


@pytest.mark.timeout(7200)
def test_pictures_of_every_page_and_state(windows: dict[str, Page], site: Site) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    # One by one: each state lasts until the next one is asked for.
    for name, path in chosen(chain(site.pages(), states(site))):
        for language, page in windows.items():
            speak(language)
            page.set_viewport_size(_viewport(WIDTHS[0]))
            if opens(page, site.url(path, language)):
                _take(page, f"{name}.{language}")
            if name == SIGN_UP:
                assert sign_up(page)
                _take(page, f"signed up.{language}")
    names = sorted(path.name for path in FOLDER.glob("*.jpg"))
    (FOLDER / "index.html").write_text(_index(names), encoding="utf-8")
    assert names


def _take(page: Page, name: str) -> None:
    plain = re.sub(r"[^a-z0-9_.]+", "-", name.lower()).strip("-")
    for width, scheme in product(WIDTHS, SCHEMES):
        page.set_viewport_size(_viewport(width))
        page.emulate_media(**{**PLAIN, **LOOKS[scheme]})
        path = FOLDER / f"{plain}.{width}.{scheme}.jpg"
        page.screenshot(path=path, full_page=True, type="jpeg", quality=70)


def _viewport(width: int) -> ViewportSize:
    return {"width": width, "height": HEIGHT}


def _index(names: Iterable[str]) -> str:
    """A page with all pictures, a heading for each page."""
    parts, last = [], ""
    for name in names:
        shown = name.rsplit(".", 4)[0]
        if shown != last:
            parts.append(f"<h2>{escape(shown)}</h2>")
        last = shown
        parts.append(f'<a href="{escape(name)}"><img loading="lazy" src="{escape(name)}"></a>')
    return INDEX.format("".join(parts))

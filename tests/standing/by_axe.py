"""Every page, in a browser: what axe finds, what shifts after the first paint, what is too wide.

Not part of the suite, as it takes minutes: run `make axe`, or for other languages
`make axe LANGUAGES="ar de fr es"`. Each page is looked at light and dark; then each form is sent
empty, and what comes back is looked at as well.
"""

import os
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Error, Page, sync_playwright
from sqlalchemy import update
from werkzeug.serving import make_server

from app.database import Base, db, transaction
from app.events.kept import forget_all
from app.staff.models import Organizer
from app.web.limits import limiter
from tests import factories
from tests.fixtures.databases import Database
from tests.standing.routes import ROUTES

LANGUAGES = os.environ.get("AXE_LANGUAGES", "en fa").split()
PHONE = {"width": 390, "height": 844}
LETTERS = {"organizer.specimen_html"}
SHIFT = 0.01
"""A tenth of what is called good; a font that comes late moves lines by half of this."""
EXCUSED = {
    "livestream.status_frame: meta-refresh": "without scripts, nothing else renews what is live",
    "messages.newest: meta-refresh": "as above; WCAG 2.2.1 excepts what happens in real time",
    "livestream.trouble: dark: color-contrast": "it has no styles, and axe takes paper for white",
}
"""What is found by the page's nature."""
SHIFTS = """() => new Promise((done) => {
  let sum = 0
  const moved = []
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) {
      if (shift.hadRecentInput) continue
      sum += shift.value
      moved.push(...shift.sources.map(({ node }) => node?.outerHTML?.slice(0, 60) ?? node?.data))
    }
  }).observe({ type: "layout-shift", buffered: true })
  setTimeout(() => done([sum, moved.slice(0, 4)]), 60)
})"""
DARK_ONLY = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
EMPTY_AND_SEND = """(number) => {
  const form = document.forms[number]
  for (const field of form.elements) {
    if (["hidden", "submit", "button", "file"].includes(field.type)) continue
    if (["checkbox", "radio"].includes(field.type)) field.checked = false
    else if (field.tagName !== "SELECT") field.value = ""
  }
  form.submit()
}"""
ASKS = """[...document.forms].map((form, number) => [number, form.method, [...form.elements].some(
  (one) => !["hidden", "submit", "button", "file"].includes(one.type) && one.tagName !== "BUTTON")])
  .filter(([, method, asks]) => method === "post" && asks).map(([number]) => number)"""


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


@pytest.fixture(scope="module")
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
def page(language: str, origin: str, chromium: Browser, organizer: Organizer) -> Iterator[Page]:
    """An owner's telephone, signed in: before `paths`, whose passkey a sign-in would ask for."""
    context = chromium.new_context(viewport=PHONE, locale=language, reduced_motion="reduce")
    page = context.new_page()
    _sign_in(page, origin)
    yield page
    context.close()


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_program_finds_nothing_wrong_with_any_page(
    language: str, app: Flask, origin: str, page: Page, paths: dict[str, str]
) -> None:
    _speak(language)
    gets = [name for name, route in ROUTES.items() if route.method == "GET"]
    shown = {name: origin + paths[name].replace("/en/", f"/{language}/") for name in gets}
    found: list[str] = []
    sendable: list[tuple[str, int]] = []
    for name, url in shown.items():
        if name in LETTERS or not _opens(page, url):
            continue
        faults = (f"{name}: {fault}" for fault in _faults(page))
        found += [fault for fault in faults if not fault.startswith(tuple(EXCUSED))]
        sendable += [(name, number) for number in page.evaluate(ASKS)]
    for name, number in sendable:
        faults = (f"{name}: {fault}" for fault in _faults_of_answer(page, shown[name], number))
        found += [
            f"form {number} sent empty, {fault}"
            for fault in faults
            if not fault.startswith(tuple(EXCUSED))
        ]
    print("\n".join(found))  # noqa: T201 (the report)
    assert not found


def _speak(language: str) -> None:
    """Pages of a link speak the language of whoever holds it."""
    with transaction() as session:
        for table in ("registration", "host"):
            session.execute(update(Base.metadata.tables[table]).values(language=language))
    db.session.remove()
    forget_all()


def _sign_in(page: Page, origin: str) -> None:
    page.goto(f"{origin}/organizer/sign-in")
    page.fill("input[name=email]", "omar@example.org")
    page.fill("input[name=password]", factories.PASSWORD)
    with page.expect_navigation():
        page.press("input[name=password]", "Enter")
    assert "/sign-in" not in page.url, "The desk's pages would not be looked at."


def _opens(page: Page, url: str) -> bool:
    """Whether it is a page, and not a file or a way elsewhere."""
    limiter.reset()
    try:
        answer = page.goto(url)
    except Error:  # a download
        return False
    return answer is not None and "text/html" in answer.headers.get("content-type", "")


def _faults(page: Page) -> list[str]:
    page.emulate_media(color_scheme="light")
    shift, moved = page.evaluate(SHIFTS)
    found = [f"shifts by {shift:.3f} {moved}"] if shift > SHIFT else []
    wide = page.evaluate("document.documentElement.scrollWidth")
    found += [f"is {wide} px wide"] if wide > PHONE["width"] else []
    found += _violations(page, None)
    page.emulate_media(color_scheme="dark")
    return found + [f"dark: {one}" for one in _violations(page, DARK_ONLY)]


def _violations(page: Page, options: dict[str, Any] | None) -> list[str]:
    checked = Axe().run(page, options=options) if options else Axe().run(page)
    return [
        f"{one['id']} {[node['target'] for node in one['nodes']][:4]}"
        for one in checked.response["violations"]
    ]


def _faults_of_answer(page: Page, url: str, number: int) -> list[str]:
    limiter.reset()
    page.goto(url)
    if number >= page.evaluate("document.forms.length"):
        return []
    with page.expect_navigation() as answered:
        page.evaluate(EMPTY_AND_SEND, number)
    answer = answered.value
    return _faults(page) if answer.status == 422 else []

"""The event's page on a slow line, in Chromium: when something is seen, and whether it moves."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import median
from urllib.request import urlopen

import brotli
from playwright.sync_api import Browser, Page, sync_playwright

from bench.databases import Databases
from bench.plan import Plan
from bench.report import Figure, below

LINE = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
"""400 kbit/s and 300 ms for each answer."""
PHONE = {"width": 390, "height": 844}
SECONDS, SHIFT, MAP_KB = 3.0, 0.01, 40.0
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"
SHIFTED = """() => new Promise((done) => {
  let sum = 0
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) sum += shift.value
  }).observe({ type: "layout-shift", buffered: true })
  setTimeout(() => done(sum), 300)
})"""


def measure(plan: Plan, databases: Databases) -> Iterator[Figure]:
    """Look at the page in two scripts, with and without JavaScript; then weigh the map."""
    ours = plan.installation(databases, plan.large)
    web = ours.web()
    with ExitStack() as stack:
        stack.callback(web.stop)
        browser = stack.enter_context(_chromium())
        for language in ("en", "fa"):
            url = f"http://127.0.0.1:{web.port}/{language}/{ours.slug()}/"
            views = [_visit(browser, url) for _ in range(max(plan.rounds, 3))]
            seconds = median(seconds for seconds, _ in views)
            yield below(databases.kind, f"first view, {language}", seconds, "s", SECONDS)
            moved = max(moved for _, moved in views)
            yield below(databases.kind, f"first view, {language}: moves later", moved, "", SHIFT)
            bare = median(_visit_without_scripts(browser, url) for _ in views)
            name = f"first view, {language}, without scripts"
            yield below(databases.kind, name, bare, "s", SECONDS)
        with urlopen(f"http://127.0.0.1:{web.port}/lights/{ours.slug()}.svg") as answer:
            size = len(brotli.compress(answer.read(), quality=5)) / 1000
        yield below(databases.kind, "map of lights, packed with brotli", size, "kB", MAP_KB)


@contextmanager
def _chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise RuntimeError("There is no Chromium here: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])


def _visit(browser: Browser, url: str) -> tuple[float, float]:
    """By a browser that was never here: seconds until words are seen, and what moves later."""
    with _open(browser, url, scripted=True) as page:
        return page.evaluate(PAINTED), page.evaluate(SHIFTED)


def _visit_without_scripts(browser: Browser, url: str) -> float:
    with _open(browser, url, scripted=False) as page:
        seconds: float = page.evaluate(PAINTED)
        return seconds


@contextmanager
def _open(browser: Browser, url: str, *, scripted: bool) -> Iterator[Page]:
    with browser.new_context(viewport=PHONE, java_script_enabled=scripted) as context:
        page = context.new_page()
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", LINE)
        page.goto(url, wait_until="load")
        yield page

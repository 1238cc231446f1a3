"""Every page and state, in a browser: what axe finds, what shifts, what spills over.

Not part of the suite, as it takes minutes: run `make axe`, or for some languages and one scheme
`make axe LANGUAGES="ar de" SCHEMES=dark`. Each page is looked at on a telephone, light and
dark, and again at 320 px (400 % of a desk's window) and with spaced text; then each form is sent
empty, and what comes back is looked at as well; then the states of `states.py`. What is found
is printed at once.
"""

import os
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from app.staff.models import Organizer
from app.web.limits import limiter
from tests.standing.shown.site import SIGN_UP, Site, chosen, opens, sign_in, sign_up, speak
from tests.standing.shown.states import states

LANGUAGES = os.environ.get("AXE_LANGUAGES", "en fa").split()
SCHEMES = os.environ.get("SCHEMES", "light dark").split()
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
"""What a window of 1,280 px is at 400 %."""
PATIENCE = 120_000
"""Milliseconds; a crowded machine is slow, and nobody wants to begin again."""
SHIFT = 0.01
"""A tenth of what is called good; a font that comes late moves lines by half of this."""
EXCUSED = {
    (
        "livestream.status_frame",
        "meta-refresh",
    ): "without scripts, nothing else renews what is live",
    ("messages.newest", "meta-refresh"): "as above; WCAG 2.2.1 excepts what happens in real time",
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
WITH_TARGETS = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
CONTRAST_ALONE = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
RUN = """async (options) => (await axe.run(options)).violations.map(({ id, nodes }) =>
  `${id} ${nodes.slice(0, 4).map(({ target }) => target.join(" ")).join(", ")}`)"""
PAPER = """() => {
  const bare = getComputedStyle(document.documentElement).backgroundColor === "rgba(0, 0, 0, 0)"
  if (bare) document.documentElement.style.backgroundColor = "Canvas"
}"""
"""What a page without styles stands on in the dark; axe would take it for white."""
SPACE_OUT = """() => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-block-end: 2em !important }`)
  document.adoptedStyleSheets = [sheet]
}"""
"""As WCAG 1.4.12 asks."""
SPILLS = """() => {
  const found = [], { clientWidth, scrollWidth } = document.documentElement
  const hidden = (one) => one.closest("svg, video, .aside, .skip, [hidden]")
  const scrolls = (one) => {
    for (; one && one !== document.documentElement; one = one.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(one).overflowX)) return true
    return false
  }
  for (const one of document.body.querySelectorAll("*")) {
    if (hidden(one) || scrolls(one)) continue
    const box = one.getBoundingClientRect()
    if (scrollWidth > clientWidth && (box.right > clientWidth + 1 || box.left < -1))
      found.push("too wide: " + one.outerHTML.slice(0, 80))
    const style = getComputedStyle(one)
    const cuts = ["hidden", "clip"].includes(style.overflowY) || style.textOverflow === "ellipsis"
    if (cuts && one.innerText?.trim() && one.scrollHeight > one.clientHeight + 2)
      found.push("cut: " + one.outerHTML.slice(0, 80))
  }
  if (scrollWidth > clientWidth && !found.length) found.push("too wide: " + scrollWidth)
  return found.slice(-3)
}"""
"""What makes the page scroll sideways, unless it scrolls in a frame of its own, or cuts text."""
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
def page(language: str, origin: str, chromium: Browser, organizer: Organizer) -> Iterator[Page]:
    """An owner's telephone, signed in: before `paths`, whose passkey a sign-in would ask for."""
    context = chromium.new_context(viewport=PHONE, locale=language, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    sign_in(page, origin)
    yield page
    context.close()


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_program_finds_nothing_wrong_with_any_page_or_state(
    language: str, page: Page, site: Site
) -> None:
    def look(shown: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        for name, path in chosen(shown):
            speak(language)
            url = site.url(path, language)
            if opens(page, url):
                yield name, url

    found: list[str] = []

    def tell(name: str, faults: list[str]) -> None:
        excused = [rule for page, rule in EXCUSED if page == name]
        mine = [f"{name}: {one}" for one in faults if not any(rule in one for rule in excused)]
        print("\n".join(mine) or f"{name}: clean", flush=True)  # noqa: T201 (the report)
        found.extend(mine)

    shown = {}
    for name, url in look(site.pages()):
        shown[name] = url
        tell(name, _faults(page))
        if name == SIGN_UP:
            opens(page, url)
            assert sign_up(page)
            tell("signed up", _faults(page))
    for name, url in shown.items():
        opens(page, url)
        for number in page.evaluate(ASKS):
            tell(f"{name}: form {number} sent empty", _faults_of_answer(page, url, number))
    for name, _url in look(states(site)):
        tell(name, _faults(page))
    assert not found


def _faults(page: Page) -> list[str]:
    shift, moved = page.evaluate(SHIFTS)
    found = [f"shifts by {shift:.3f} {moved}"] if shift > SHIFT else []
    page.evaluate(AXE_SCRIPT)
    options: dict[str, Any] = WITH_TARGETS
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.evaluate(PAPER)
        found += [f"{scheme}: {one}" for one in page.evaluate(RUN, options)]
        options = CONTRAST_ALONE  # nothing else differs from scheme to scheme
    page.set_viewport_size(NARROW)
    found += [f"at 320 px: {one}" for one in page.evaluate(SPILLS)]
    page.evaluate(SPACE_OUT)
    found += [f"with spaced text: {one}" for one in page.evaluate(SPILLS)]
    page.set_viewport_size(PHONE)
    return found


def _faults_of_answer(page: Page, url: str, number: int) -> list[str]:
    limiter.reset()
    page.goto(url)
    if number >= page.evaluate("document.forms.length"):
        return []
    with page.expect_navigation() as answered:
        page.evaluate(EMPTY_AND_SEND, number)
    answer = answered.value
    # A form in which nothing is needed leads on, to a page that says what was done.
    return _faults(page) if answer.status in (200, 422) else []

"""Pages for everybody: small screens, enlarged and spaced text, darkness, a keyboard alone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.guard import Guard
from tests.browser.test_journey import sign_in

NARROW = {"width": 320, "height": 640}
"""What is left of 1280 at four times the size."""
SPACED = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }
"""
"""What WCAG 1.4.12 says that a reader may ask for."""
WIDTH = "document.documentElement.scrollWidth"
FOCUS = """wanted => {
  const style = getComputedStyle(document.activeElement)
  return [
    document.activeElement.matches(wanted),
    style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  ]
}"""
EVENT = "/en/summit"
PUBLIC = (f"{EVENT}/", f"{EVENT}/locations?q=Berlin", f"{EVENT}/host")
DESK = ("/organizer/summit/", "/organizer/summit/registrations")


@pytest.mark.timeout(300)
def test_no_page_has_a_fault_that_a_program_finds(
    sqlite_site: Site, visit: Callable[..., Guard]
) -> None:
    site = sqlite_site
    # The spacing is put into the page, which the policy would refuse.
    omar = visit(site, bypass_csp=True)
    sign_in(omar)
    page = omar.page
    page.set_viewport_size(NARROW)
    sign_up = f"{EVENT}/sign-up?location={site.hall}"
    wrong = faults(page, site, (*PUBLIC, sign_up, site.link, *DESK))
    page.emulate_media(color_scheme="dark")
    persian = [path.replace("/en/", "/fa/") for path in (PUBLIC[0], sign_up)]
    persian += ["/organizer/components"]
    assert wrong + faults(page, site, persian) == []


def test_ann_signs_up_with_the_keyboard_alone_and_sees_where_she_is(
    sqlite_site: Site, visit: Callable[..., Guard]
) -> None:
    page = visit(sqlite_site).page
    page.goto(f"{sqlite_site.url}{EVENT}/locations?q=Berlin")
    follow(page, f"a[href$='{sqlite_site.hall}']")
    follow(page, f"a[href*='sign-up?location={sqlite_site.hall}']")
    tab_to(page, "input[name=email]")
    page.keyboard.type("keys@example.org")
    tab_to(page, "input[name=party_size]")
    page.keyboard.type("2")
    tab_to(page, "details.fold > summary")
    tab_to(page, "input[name=consent]")
    page.keyboard.press("Space")
    follow(page, "form button")
    assert page.url.startswith(f"{sqlite_site.url}{EVENT}/signed-up")


def faults(page: Page, site: Site, paths: tuple[str, ...] | list[str]) -> list[str]:
    """What is wrong with these pages, each named."""
    found: list[str] = []
    for path in paths:
        page.goto(site.url + path)
        broken = Axe().run(page).response["violations"]
        found += [f"{path} {one['id']}: {[n['target'] for n in one['nodes']]}" for one in broken]
        page.add_style_tag(content=SPACED)
        wide = page.evaluate(WIDTH)
        found += [f"{path} is {wide} px wide"] if wide > NARROW["width"] else []
    return found


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until this has the focus; whatever has it on the way shows it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        arrived, is_visible = page.evaluate(FOCUS, wanted)
        assert is_visible, page.evaluate("document.activeElement.outerHTML")
        if arrived:
            return
    raise AssertionError(f"no way to {wanted}")


def follow(page: Page, wanted: str) -> None:
    """Go to a link or button by Tab, and press it by Enter."""
    tab_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")

"""From the event's page to the organizer's list, as Ann and Omar do it."""

import re
from collections.abc import Callable

import pytest

from tests.browser.conftest import Site
from tests.browser.guard import Guard
from tests.factories import PASSWORD
from tests.fixtures.mailbox import Mailbox

JOURNEYS = [
    pytest.param("en", True, "sqlite", id="english-with-scripts"),
    pytest.param("fa", False, "postgresql", id="persian-without-scripts-on-postgresql"),
]
DIRECTION = {"en": "ltr", "fa": "rtl"}


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("language", "javascript", "kind"), JOURNEYS)
def test_ann_signs_up_confirms_and_omar_sees_her_name(
    language: str,
    javascript: bool,
    kind: str,
    request: pytest.FixtureRequest,
    visit: Callable[..., Guard],
    smtp_server: Mailbox,
) -> None:
    site: Site = request.getfixturevalue(f"{kind}_site")
    number = f"{language}{int(javascript)}"
    name, address = f"Ann {number}", f"ann.{number}@example.org"
    ann = visit(site, javascript=javascript, locale=language)

    sign_up(ann, site, language, name, address)
    assert ann.page.url.startswith(f"{site.url}/{language}/summit/signed-up")

    letter = smtp_server.wait_for(address)
    body = letter.get_body(("plain",))
    assert body is not None
    ann.go(personal_link(body.get_content(), site))
    assert ann.page.locator("html").get_attribute("dir") == DIRECTION[language]
    ann.press("form[action$='/confirm'] button")
    assert ann.page.locator("form[action$='/confirm']").count() == 0

    omar = visit(site, javascript=javascript, locale=language)
    sign_in(omar)
    omar.go("/organizer/summit/registrations")
    assert omar.page.get_by_text(name, exact=False).count() >= 1


def sign_up(ann: Guard, site: Site, language: str, name: str, address: str) -> None:
    ann.go(f"/{language}/summit/")
    ann.page.fill("input[name=q]", "Berlin")
    ann.page.press("input[name=q]", "Tab")  # the list of cities would lie on the button
    ann.press("form:has(input[name=q]) button")
    ann.press(f"a[href*='{site.hall}']")
    if "/sign-up" not in ann.page.url:
        ann.press(f"a[href*='sign-up?location={site.hall}']")
    assert f"location={site.hall}" in ann.page.url
    ann.page.fill("input[name=email]", address)
    ann.page.click("details:has(input[name=name]) > summary")
    ann.page.fill("input[name=name]", name)
    ann.page.fill("input[name=party_size]", "۲" if language == "fa" else "2")
    ann.page.check("input[name=consent]")
    ann.press("form:has(input[name=consent]) button")


def sign_in(omar: Guard) -> None:
    omar.go("/organizer/sign-in")
    omar.page.fill("input[name=email]", "omar@example.org")
    omar.page.fill("input[name=password]", PASSWORD)
    omar.press("form:has(input[name=password]) button")
    assert "/sign-in" not in omar.page.url


def personal_link(text: str, site: Site) -> str:
    """The personal link in a letter."""
    found = re.search(rf"{re.escape(site.url)}/r/[\w-]{{46}}", text)
    assert found is not None, text
    return found.group()

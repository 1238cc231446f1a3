"""Omar moderates with keys, and the wall in a room shows it without being loaded again."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import Site
from tests.browser.guard import Guard
from tests.browser.test_journey import sign_in
from tests.browser.test_watching import until


@pytest.mark.timeout(240)
def test_a_key_brings_a_message_onto_the_wall_and_another_takes_it_back(
    sqlite_site: Site, visit: Callable[..., Guard]
) -> None:
    wall, omar = visit(sqlite_site), visit(sqlite_site, locale="fa")
    sign_in(omar)
    omar.go("/organizer/summit/messages")
    wall.go("/fa/summit/wall")
    wall.page.evaluate("document.title = 'the same page'")
    said = "document.querySelector('.wall').textContent.includes('Greetings from Bremen')"
    assert not wall.page.evaluate(said)
    omar.page.focus("[data-message]")
    # A Persian keyboard types another letter at the place of A.
    with omar.page.expect_navigation():
        omar.page.keyboard.press("KeyA")
    omar.inspect()
    until(wall, said)
    assert wall.page.evaluate("document.documentElement.dir") == "rtl"
    omar.go("/organizer/summit/messages?state=approved")
    omar.page.focus("[data-message]")
    with omar.page.expect_navigation():
        omar.page.keyboard.press("r")
    until(wall, f"!{said}")
    assert wall.page.title() == "the same page"

"""Finding a location with scripts: cities while one types, "near me", and the map to explore."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.acts.locations.world import BERLIN, TEHRAN
from tests.browser.conftest import Site
from tests.browser.guard import Guard
from tests.browser.test_watching import until

LOCATIONS = "/en/summit/locations"
HERE = {"latitude": 52.5234, "longitude": 13.4114}


def options(guard: Guard) -> list[str]:
    """The lines of the open list."""
    guard.page.wait_for_selector("[role=option]")
    return guard.page.locator("[role=option] > bdi").all_inner_texts()


def asked(guard: Guard) -> dict[str, list[str]]:
    """The query of the page that is open."""
    return parse_qs(urlsplit(guard.page.url).query)


@pytest.mark.parametrize("path", ["/en/summit/", LOCATIONS])
def test_a_city_is_chosen_with_the_keyboard_alone(
    sqlite_site: Site, visit: Callable[..., Guard], path: str
) -> None:
    ann = visit(sqlite_site)
    ann.go(path)
    field = ann.page.get_by_role("combobox", name=re.compile("city", re.IGNORECASE))
    field.focus()
    ann.page.keyboard.type("berl")
    assert options(ann) == ["Berlin", "Berlin"]
    assert field.get_attribute("aria-expanded") == "true"
    ann.page.keyboard.press("ArrowDown")
    # On the dark head of the event's page, too, the list is dark on light.
    inks = (
        "['color', 'backgroundColor'].map(x => getComputedStyle(document.querySelector('%s'))[x])"
    )
    assert len(set(ann.page.evaluate(inks % ".cities > ul"))) == 2
    marked = ann.page.locator("[role=option][aria-selected=true]")
    assert field.get_attribute("aria-activedescendant") == marked.get_attribute("id")
    ann.inspect()
    ann.page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "berl"
    ann.page.keyboard.type("i")
    options(ann)
    ann.page.keyboard.press("ArrowUp")
    ann.page.keyboard.press("ArrowUp")
    with ann.page.expect_navigation():
        ann.page.keyboard.press("Enter")
    assert urlsplit(ann.page.url).path == LOCATIONS
    assert asked(ann)["city"] == [str(BERLIN)]
    assert ann.page.locator(f"a[href*='{sqlite_site.hall}']").count() == 1


def test_a_persian_finger_picks_a_city_by_its_latin_beginning(
    sqlite_site: Site, visit: Callable[..., Guard]
) -> None:
    ann = visit(sqlite_site, locale="fa")
    ann.go("/fa/summit/locations")
    ann.page.locator("input[name=q]").press_sequentially("teh")
    assert options(ann) == ["تهران (Tehran)"]
    with ann.page.expect_navigation():
        ann.page.get_by_role("option").first.click()
    assert asked(ann)["city"] == [str(TEHRAN)]
    ann.inspect()


def test_a_host_picks_the_city_and_the_country_follows(
    sqlite_site: Site, visit: Callable[..., Guard]
) -> None:
    homa = visit(sqlite_site)
    homa.go("/en/summit/host")
    field = homa.page.locator("#city")
    field.press_sequentially("teh")
    options(homa)
    homa.page.keyboard.press("ArrowDown")
    homa.page.keyboard.press("Enter")
    sent = "new FormData(document.querySelector('form[method=post]'))"
    assert homa.page.evaluate(f"{sent}.getAll('city')") == ["Tehran", str(TEHRAN)]
    assert homa.page.evaluate(f"{sent}.get('country')") == "IR"
    assert urlsplit(homa.page.url).path == "/en/summit/host"
    homa.page.select_option("#country", "DE")
    assert homa.page.evaluate(f"{sent}.getAll('city')") == ["Tehran"]
    homa.inspect()


def test_near_me_sends_rounded_coordinates_and_only_on_a_click(
    sqlite_site: Site, visit: Callable[..., Guard]
) -> None:
    ann = visit(sqlite_site, geolocation=HERE, permissions=["geolocation"])
    sent: list[str] = []
    ann.page.on("request", lambda request: sent.append(request.url))
    ann.go(LOCATIONS)
    assert not [url for url in sent if "near=" in url]
    ann.press("[data-near-me]")
    assert asked(ann)["near"] == ["52.5,13.4"]
    assert ann.page.locator(f"a[href*='{sqlite_site.hall}']").count() == 1
    assert not [url for url in sent if "52.52" in url or "13.41" in url]


def test_who_does_not_say_where_they_are_is_told_what_to_do(
    sqlite_site: Site, visit: Callable[..., Guard]
) -> None:
    ann = visit(sqlite_site, permissions=[])
    ann.go(LOCATIONS)
    ann.page.click("[data-near-me]")
    ann.page.get_by_text("Please type your city.").wait_for()
    assert ann.page.locator("[data-near-me]").is_enabled()


def test_the_map_is_explored_on_a_click_and_asks_nobody_else(
    sqlite_site: Site, visit: Callable[..., Guard]
) -> None:
    ann = visit(sqlite_site)
    sent: list[str] = []
    ann.page.on("request", lambda request: sent.append(urlsplit(request.url).path))
    ann.go(LOCATIONS)
    ann.page.wait_for_load_state("networkidle")
    parts = ("leaflet", "land", "clusters.json")
    assert not [path for path in sent if any(part in path for part in parts)]
    ann.page.click("[data-explore]")
    until(ann, "document.querySelectorAll('.explored .cluster').length === 1")
    for part in parts:
        assert [path for path in sent if part in path], part
    ann.inspect()
    circle = ann.page.locator(".explored .cluster")
    assert circle.get_attribute("aria-label") == "Germany: a few"
    circle.focus()
    with ann.page.expect_navigation():
        ann.page.keyboard.press("Enter")
    assert asked(ann)["near"] == ["52.52,13.41"]

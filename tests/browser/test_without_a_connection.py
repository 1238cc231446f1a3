"""A phone that loses its connection: what was typed stays, and what was kept can be read."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import Site
from tests.browser.guard import Guard

HELD = """async () => {
  const held = []
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) held.push(request.url)
  }
  return held
}"""

UNTIL_KEPT = """async () => {
  const isThere = async (url) => (await caches.open("pages")).match(url, { ignoreVary: true })
  while (!await isThere(location.href) || !await isThere("/fa/offline")) {
    await new Promise((done) => setTimeout(done, 50))
  }
}"""


def test_what_was_typed_stays_and_a_page_that_was_kept_can_be_read_until_it_is_forgotten(
    sqlite_site: Site, visit: Callable[..., Guard]
) -> None:
    site, wanda = sqlite_site, visit(sqlite_site)
    page, phone = wanda.page, wanda.page.context

    page.goto(f"{site.url}/en/summit/sign-up?location={site.hall}")
    page.fill("input[name=email]", "lost@example.org")
    page.check("input[name=consent]")
    phone.set_offline(True)
    page.click("form[data-send] button")
    expect(page.locator("[data-lost]")).to_contain_text("still here")
    assert page.input_value("input[name=email]") == "lost@example.org"
    phone.set_offline(False)
    page.fill("input[name=party_size]", "none")
    page.click("form[data-send] button")
    expect(page.locator("#error-summary")).to_be_focused()
    page.fill("input[name=party_size]", "1")
    # The journey inspects these pages with a connection; here it is the page without one.
    page.click("form[data-send] button")
    page.wait_for_url("**/signed-up*")

    page.goto(site.url + site.link)
    assert page.evaluate(HELD) == []
    page.click("[data-keep-on] button")
    expect(page.locator("[data-keep-off]")).to_be_visible()
    assert [url for url in page.evaluate(HELD) if site.link in url] == []
    code = page.inner_text(".facts .code")
    phone.set_offline(True)
    wanda.go(site.link)
    assert page.inner_text(".receipt-code") == code
    assert page.locator("form").count() == 0
    page.goto(f"{site.url}/en/summit/")
    expect(page.locator("h1")).to_be_visible()
    phone.set_offline(False)

    page.goto(site.url + site.link)
    page.click("[data-keep-off] button")
    expect(page.locator("[data-keep-on]")).to_be_visible()
    assert page.evaluate(HELD) == []
    phone.set_offline(True)
    with pytest.raises(Error):
        page.goto(site.url + site.link)
    wanda.faults = [fault for fault in wanda.faults if "Failed to load resource" not in fault]


def test_public_pages_that_were_seen_last_can_be_read_and_forgotten(
    sqlite_site: Site, visit: Callable[..., Guard]
) -> None:
    site, somebody = sqlite_site, visit(sqlite_site)
    page, phone = somebody.page, somebody.page.context

    for path in ("/fa/summit/locations?q=Bremen", "/fa/summit/locations?q=Berlin", "/fa/summit/"):
        page.goto(site.url + path)
        page.evaluate(UNTIL_KEPT)
    assert "q=Bremen" not in "".join(page.evaluate(HELD))
    phone.new_cdp_session(page).send("Network.clearBrowserCache")
    phone.set_offline(True)
    for path, heading in (("/", "h1"), ("/fa/summit/locations?q=Berlin", ".places h3")):
        page.goto(site.url + path)
        expect(page.locator(heading).first).to_be_visible()
        expect(page.locator("[data-offline] time")).to_contain_text("۱۴")
    page.goto(f"{site.url}/fa/summit/locations?q=Bremen")
    expect(page.locator("[data-offline]")).to_contain_text("نگه نداشته است")
    expect(page.locator("[data-kept-pages] a")).to_have_count(2)
    page.click("[data-forget]")
    expect(page.locator("[data-kept-none]")).to_be_focused()
    assert page.evaluate(HELD) == []
    somebody.faults = [one for one in somebody.faults if "Failed to load resource" not in one]

"""A passkey in a real browser, made and used by its virtual authenticator."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.guard import Guard
from tests.browser.test_journey import PASSWORD, sign_in

PAGE = "/organizer/second-factor"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.mark.timeout(300)
def test_omar_signs_in_with_password_and_passkey_and_removes_it(
    sqlite_site: Site, visit: Callable[..., Guard]
) -> None:
    omar = visit(sqlite_site)
    page = omar.page
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    added = devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    device = {"authenticatorId": added["authenticatorId"]}
    sign_in(omar)
    omar.go(PAGE)
    page.fill("input[name=passkey-name]", "Key ring")
    omar.press("form[data-passkey] button")
    expect(page.locator("#recovery-codes li")).to_have_count(10)
    omar.press("form[action$='/kept'] button")
    omar.press("form[action$='/sign-out'] button")

    omar.go("/organizer/sign-in")
    page.fill("input[name=email]", "omar@example.org")
    page.fill("input[name=password]", PASSWORD)
    omar.press("form:has(input[name=password]) button")
    assert page.url.endswith("/sign-in/code")
    expect(page.locator("[data-passkey-missing]")).to_be_hidden()
    omar.press("form[data-passkey] button")
    assert "/sign-in" not in page.url
    (credential,) = devices.send("WebAuthn.getCredentials", device)["credentials"]
    assert credential["rpId"] == "localhost"

    omar.go(PAGE)
    omar.press("a[href*='/passkeys/']")
    page.fill("input[name=off-current]", PASSWORD)
    omar.press("form[action$='/remove'] button")
    assert "your password alone" in page.inner_text("main")

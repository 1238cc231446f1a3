# ruff: noqa: INP001, T201 (a script)
"""Takes the pictures of the README from a running demo.

Start `make run` first, then: .venv/bin/python docs/screenshots/take.py [http://127.0.0.1:8000]
Needs what `make test` installs.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent
OWNER = FOLDER.parents[1] / "instance" / "demo-owner"
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 800}
PUBLIC = (
    ("event", "/en/global-summit/", WIDE),
    ("event-fa", "/fa/global-summit/", WIDE),
    ("event-phone", "/fa/global-summit/", PHONE),
    ("locations", "/en/global-summit/locations?country=DE", WIDE),
)
DESK = (
    ("overview", "/organizer/global-summit/"),
    ("registrations", "/organizer/global-summit/registrations"),
)


def main(address: str) -> None:
    """Open each page and keep what it looks like."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("There is no Chromium here: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(color_scheme="light", reduced_motion="reduce", locale="en-GB")
        for name, path, size in PUBLIC:
            page.set_viewport_size(size)
            _take(page, address + path, name)
        page.set_viewport_size(WIDE)
        _sign_in(page, address)
        for name, path in DESK:
            _take(page, address + path, name)
        browser.close()


def _sign_in(page: Page, address: str) -> None:
    email, password = OWNER.read_text(encoding="utf-8").splitlines()[:2]
    page.goto(f"{address}/organizer/sign-in")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", password)
    with page.expect_navigation():
        page.press("input[name=password]", "Enter")


def _take(page: Page, url: str, name: str) -> None:
    page.goto(url, wait_until="networkidle")
    page.screenshot(path=FOLDER / f"{name}.png")
    print(f"docs/screenshots/{name}.png")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8000")

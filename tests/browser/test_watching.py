"""Wanda watches: the picture plays, the language changes, the other stream takes over."""

import time
from collections.abc import Callable

import pytest

from tests.browser.conftest import Site
from tests.browser.guard import PATIENCE, Guard
from tests.browser.test_journey import sign_in

ENGLISH, PERSIAN = 440, 660
PLAYS = """(() => {
    const video = document.getElementById("player");
    return video.currentTime > 1 && video.videoWidth === 640;
})()"""
LISTEN = """() => {
    const audio = new AudioContext();
    const ear = audio.createAnalyser();
    ear.fftSize = 16384;
    audio.createMediaElementSource(document.getElementById("player")).connect(ear);
    const heard = new Float32Array(ear.frequencyBinCount);
    window.tone = () => {
        ear.getFloatFrequencyData(heard);
        const loudest = heard.indexOf(Math.max(...heard));
        return heard[loudest] < -90 ? 0 : loudest * audio.sampleRate / ear.fftSize;
    };
}"""


def until(wanda: Guard, condition: str) -> None:
    """Wait for a condition. Playwright's own waiting needs `eval`, which our policy forbids."""
    end = time.monotonic() + PATIENCE / 1000
    while not wanda.page.evaluate(condition):
        assert time.monotonic() < end, condition
        wanda.page.wait_for_timeout(100)


def hears(wanda: Guard, tone: int) -> None:
    """Wait until the loudest tone is this one."""
    until(wanda, f"Math.abs(window.tone() - {tone}) < 8")


@pytest.mark.timeout(240)
def test_the_picture_plays_and_the_language_changes_without_a_break(
    sqlite_site: Site, visit: Callable[..., Guard]
) -> None:
    wanda = visit(sqlite_site)
    wanda.go(f"{sqlite_site.link}/watch")
    until(wanda, PLAYS)
    assert wanda.page.evaluate("document.getElementById('player').videoWidth") == 640
    wanda.page.evaluate(LISTEN)
    hears(wanda, ENGLISH)
    wanda.page.evaluate("document.title = 'the same page'")
    wanda.page.click("a[data-language=fa]")
    hears(wanda, PERSIAN)
    assert wanda.page.title() == "the same page"
    assert "a=fa" in wanda.page.url


@pytest.mark.timeout(240)
def test_when_omar_puts_the_backup_on_air_every_page_goes_over(
    sqlite_site: Site, visit: Callable[..., Guard]
) -> None:
    wanda, omar = visit(sqlite_site), visit(sqlite_site)
    wanda.go(f"{sqlite_site.link}/watch")
    until(wanda, PLAYS)
    sign_in(omar)
    omar.go("/organizer/summit/live")
    omar.page.click("details:has(form[action$='/on-air']) > summary")
    with wanda.page.expect_request(lambda request: "/test-picture-2/video/" in request.url):
        omar.press("form[action$='/on-air'] button")
    until(wanda, PLAYS)

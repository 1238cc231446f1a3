"""Wanda watches: the picture plays, the language changes, the other stream takes over."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request, Route

from tests.browser.conftest import Site
from tests.browser.guard import PATIENCE, Guard
from tests.browser.test_journey import sign_in

ENGLISH, PERSIAN = 440, 660
PLAYS = """(() => {
    const video = document.getElementById("player");
    return video.currentTime > 1 && video.videoWidth === 640;
})()"""
READS = """(code, words) => [...document.getElementById("player").textTracks].some(
    (track) => track.language === code && track.mode === "showing"
        && [...track.activeCues].some((cue) => cue.text.includes(words)))"""
WAKE = """(() => {
    const ask = WakeLock.prototype.request;
    WakeLock.prototype.request = function (kind) {
        window.wakes = kind;
        return ask.call(this, kind);
    };
})()"""
HOURS_AHEAD = """(() => {
    const ahead = 5 * 3_600_000;
    const Right = Date;
    window.Date = class extends Right {
        constructor(...given) { super(...(given.length ? given : [Right.now() + ahead])); }
        static now() { return Right.now() + ahead; }
    };
    window.rightHour = () => new Intl.DateTimeFormat("en-GB", {
        hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin",
    }).format(Right.now());
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
    reads_captions(wanda)


def reads_captions(wanda: Guard) -> None:
    """By the key, then by a link; the next page still knows."""
    wanda.page.keyboard.press("c")
    until(wanda, f"({READS})('en', 'This is a test picture')")
    wanda.page.click(".captions > summary")
    wanda.page.click("a[data-captions=fa]")
    until(wanda, f"({READS})('fa', 'این تصویری آزمایشی است')")
    wanda.page.keyboard.press("c")
    until(wanda, f"!({READS})('fa', '')")
    wanda.page.keyboard.press("c")
    assert wanda.page.title() == "the same page"
    wanda.go(f"{urlsplit(wanda.page.url).path}")
    until(wanda, f"({READS})('fa', 'این تصویری آزمایشی است')")


@pytest.mark.timeout(240)
def test_when_omar_puts_the_backup_on_air_every_page_goes_over(
    sqlite_site: Site, visit: Callable[..., Guard]
) -> None:
    wanda, omar = visit(sqlite_site), visit(sqlite_site)
    wanda.go(f"{sqlite_site.link}/watch")
    until(wanda, PLAYS)
    has_a_screen_that_obeys_keys(visit(sqlite_site, locale="fa"), sqlite_site.screen)
    sign_in(omar)
    omar.go("/organizer/summit/live")
    omar.page.click("details:has(form[action$='/on-air']) > summary")
    with wanda.page.expect_request(lambda request: "/test-picture-2/video/" in request.url):
        omar.press("form[action$='/on-air'] button")
    until(wanda, PLAYS)


def has_a_screen_that_obeys_keys(room: Guard, screen: str) -> None:
    """It comes by itself once there is a picture, and its host needs no mouse."""
    room.page.add_init_script(WAKE)
    room.page.add_init_script(HOURS_AHEAD)
    room.page.route("**/*.m3u8", lambda route: route.fulfill(body=""))
    room.go(screen)
    until(room, "!document.getElementById('player-note').hidden")
    room.page.unroute_all()
    until(room, f"{PLAYS} && document.getElementById('player-note').hidden")
    until(room, "document.getElementById('clock').textContent === window.rightHour()")
    assert room.page.evaluate("window.wakes") == "screen"
    for full in ("true", "false"):
        room.page.keyboard.press("f")
        until(room, f"Boolean(document.fullscreenElement) === {full}")
    room.page.keyboard.press("l")
    until(room, "document.querySelector('a[data-language][aria-current]').lang === 'fa'")
    with room.page.expect_request("**/video/*.m4s") as piece:
        pass
    before = piece.value.url.split("/")[-3]
    with room.page.expect_request(lambda request: _is_piece_beside(before, request.url)):
        room.page.keyboard.press("b")
    with room.page.expect_response("**/heads") as saved:
        for step in (1, 1, 1, -1):
            room.page.click(f"[data-step='{step}']")
    assert saved.value.status == 303
    until(room, "document.getElementById('heads-said').textContent === 'Saved.'")
    room.go(screen)
    assert room.page.input_value("#heads") == "2"


def _is_piece_beside(stream: str, address: str) -> bool:
    """Whether a piece of another stream's picture was asked for."""
    return "/video/" in address and address.endswith(".m4s") and f"/{stream}/" not in address


@pytest.mark.timeout(240)
def test_without_scripts_the_picture_plays_and_a_link_changes_the_language(
    sqlite_site: Site, visit: Callable[..., Guard]
) -> None:
    wanda = visit(sqlite_site, javascript=False)
    wanda.go(f"{sqlite_site.link}/watch")
    plays_by_itself(wanda, ENGLISH)
    wanda.press("a[data-language=fa]")
    plays_by_itself(wanda, PERSIAN)
    asks_before_it_goes_elsewhere(wanda)
    wanda.press("main a[href*='sound=only']")
    wanda.page.evaluate("void document.getElementById('player').play()")
    until(wanda, "document.getElementById('player').currentTime > 1")
    assert wanda.page.evaluate("document.getElementById('player').videoWidth") == 0


def asks_before_it_goes_elsewhere(wanda: Guard) -> None:
    """Nothing leaves before the press, as the guard sees; then the player alone is asked."""
    watching = wanda.page.url
    wanda.press("main a[href*='/elsewhere/']")
    assert wanda.faults == []
    player = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
    wanda.page.route(
        player, lambda route: route.fulfill(body="the player", content_type="text/html")
    )
    wanda.press("main a[href*='load=yes']")
    assert (
        wanda.page.frame_locator(".player-elsewhere").locator("body").inner_text() == "the player"
    )
    assert wanda.faults == [f"asked elsewhere: {player}"]
    wanda.faults.clear()
    wanda.go(watching)


def plays_by_itself(wanda: Guard, tone: int) -> None:
    """Press "play" as a person does, and look and listen."""
    wanda.page.evaluate("void document.getElementById('player').play()")
    until(wanda, PLAYS)
    wanda.page.evaluate(LISTEN)
    hears(wanda, tone)


@pytest.mark.timeout(240)
def test_a_player_whose_source_freezes_goes_over_by_itself(
    sqlite_site: Site, visit: Callable[..., Guard]
) -> None:
    wanda = visit(sqlite_site)
    frozen: dict[str, bytes] = {}

    def freeze(route: Route) -> None:
        """The playlist stays as it was first seen; its pieces can still be had."""
        track = route.request.url.split("/")[-2]
        if track not in frozen:
            frozen[track] = route.fetch(timeout=PATIENCE).body()
        route.fulfill(body=frozen[track], content_type="application/vnd.apple.mpegurl")

    wanda.page.route("**/test-picture/*/index.m3u8", freeze)
    # It plays what it has, and then waits a while before it gives up.
    with wanda.page.expect_request(_of_the_other_stream, timeout=2 * PATIENCE):
        wanda.go(f"{sqlite_site.link}/watch")
        until(wanda, PLAYS)
    until(wanda, PLAYS)


def _of_the_other_stream(request: Request) -> bool:
    return "/test-picture-2/video/" in request.url


@pytest.mark.timeout(240)
def test_a_pass_is_renewed_while_the_picture_goes_on_and_a_wrong_clock_is_told(
    sqlite_site: Site, visit: Callable[..., Guard]
) -> None:
    wanda = visit(sqlite_site)
    wanda.page.add_init_script(HOURS_AHEAD)

    def nearly_over(route: Route) -> None:
        """A pass as it comes, but it ends in half a minute."""
        answer = route.fetch(timeout=PATIENCE)
        route.fulfill(response=answer, json={**answer.json(), "expires_in": 30})

    wanda.page.route("**/pass.json", nearly_over)
    wanda.go(f"{sqlite_site.link}/watch")
    until(wanda, PLAYS)
    first = wanda.page.evaluate("document.getElementById('player').dataset.prefix")
    # The picture goes on while the time of the first short pass runs out.
    with wanda.page.expect_response("**/watch/pass.json") as renewed:
        until(wanda, PLAYS)
    fresh = renewed.value.json()["prefix"]
    assert fresh != first
    with wanda.page.expect_response(lambda answer: fresh in answer.url) as media:
        until(wanda, "!document.getElementById('player').paused")
    assert media.value.status == 200
    until(wanda, "!document.getElementById('clock-off').hidden")
    until(wanda, "document.getElementById('clock-off').innerText.endsWith(window.rightHour())")


@pytest.mark.timeout(240)
def test_before_the_day_wanda_tries_out_her_device(
    sqlite_site: Site, visit: Callable[..., Guard]
) -> None:
    wanda = visit(sqlite_site)
    wanda.go(f"{sqlite_site.link}/check")
    until(wanda, PLAYS)
    wanda.page.click("#check button")
    until(wanda, "document.querySelectorAll('#check [data-verdict]').length === 3")
    until(wanda, "!document.querySelector('#check button').disabled")
    for name in ("clock", "codec"):
        verdict = wanda.page.locator(f"#check-{name}").get_attribute("data-verdict")
        assert (name, verdict) == (name, "good")
    assert "kbit/s" in wanda.page.locator("#check-speed").inner_text()
    wanda.inspect()

"""Where the watcher goes and where it does not, against a real server and real names."""

import gzip
import time
from collections.abc import Iterator
from typing import Any

import pytest

from app.livestream import probe
from app.livestream.health import Trouble
from app.web import fetching
from app.web.fetching import AddressForbidden, NoAnswer, fetch, origin
from tests.acts.livestream.media_server import MediaServer, media_server

BOMB = gzip.compress(bytes(16 * 1024 * 1024))
TIGHT = {"most_bytes": 5000, "seconds": 10.0}


@pytest.fixture
def media() -> Iterator[MediaServer]:
    with media_server() as served:
        served.go_on("main/360p")
        yield served


def playlist(media: MediaServer) -> str:
    return f"{media.url}/live/s/1/v/summit/main/360p/index.m3u8"


def test_an_own_host_may_stand_on_loopback(media: MediaServer) -> None:
    answer = fetch(playlist(media), own={media.url}, **TIGHT)
    assert (answer.status, answer.body[:7]) == (200, b"#EXTM3U")


def test_nobody_elses_may(media: MediaServer) -> None:
    with pytest.raises(AddressForbidden):
        fetch(playlist(media), own={"http://127.0.0.1:1"}, **TIGHT)
    assert media.asked == []


@pytest.mark.parametrize(
    "place",
    [
        *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0.0.0.0", "localhost"),
        *("10.0.0.1", "172.16.5.5", "192.168.1.1", "100.64.0.1", "169.254.169.254"),
        *("[::1]", "[::]", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]"),
        *("[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[ff02::1]", "224.0.0.1", "255.255.255.255"),
    ],
)
def test_inside_a_network_is_no_place_to_go(place: str) -> None:
    with pytest.raises(AddressForbidden):
        fetch(f"http://{place}/x.m3u8", own=(), **TIGHT)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "file:///etc/passwd",
            "ftp://example.org/x",
            "gopher://example.org:70/",
            "//example.org/",
        ),
        *(
            "http:///x",
            "http://user:word@example.org/",
            "http://example.org:99999/",
            "",
            "index.m3u8",
        ),
        *(
            "http://exa mple.org/",
            "http://example.org/\r\nHost: x",
            f"http://example.org/{'x' * 3000}",
        ),
    ],
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    for act in (lambda: fetch(address, own=(), **TIGHT), lambda: origin(address)):
        with pytest.raises(AddressForbidden):
            act()


def test_a_name_with_one_foot_inside_is_refused() -> None:
    def both(*_asked: Any, **_options: Any) -> list[Any]:
        return [(2, 1, 6, "", ("93.184.215.14", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]

    with pytest.raises(AddressForbidden):
        fetch("http://media.example/x.m3u8", own=(), resolve=both, **TIGHT)


def test_a_name_is_asked_for_once_and_what_was_looked_at_is_gone_to(media: MediaServer) -> None:
    port = int(media.url.rpartition(":")[2])
    answers = [[(2, 1, 6, "", ("127.0.0.1", port))], [(2, 1, 6, "", ("10.0.0.1", port))]]

    def turns(*_asked: Any, **_options: Any) -> list[Any]:
        return answers.pop(0)

    address = f"http://media.example:{port}/live/s/1/v/summit/main/360p/index.m3u8"
    answer = fetch(address, own={f"http://media.example:{port}"}, resolve=turns, **TIGHT)
    assert (answer.status, len(answers)) == (200, 1)


def test_a_redirect_is_an_answer_and_not_a_way(media: MediaServer) -> None:
    media.answers["main/360p"] = (302, {"Location": f"{media.url}/spare/360p/index.m3u8"}, b"")
    assert fetch(playlist(media), own={media.url}, **TIGHT).status == 302
    assert len(media.asked) == 1


def test_too_long_too_slow_and_nobody_there(media: MediaServer) -> None:
    media.answers["main/360p"] = (200, {}, b"#" * 5001)
    with pytest.raises(NoAnswer):
        fetch(playlist(media), own={media.url}, **TIGHT)
    del media.answers["main/360p"]
    for manner in (media.hanging, media.dripping):
        manner.add("main/360p")
        began = time.monotonic()
        with pytest.raises(NoAnswer):
            fetch(playlist(media), own={media.url}, **TIGHT | {"seconds": 0.6})
        assert time.monotonic() - began < 20, "it must not have waited for the server's thirty"
        manner.clear()
    with pytest.raises(NoAnswer):
        fetch("http://127.0.0.1:1/x", own={"http://127.0.0.1:1"}, **TIGHT)


def test_what_speaks_no_http_is_no_answer(smtp: Any) -> None:
    with pytest.raises(NoAnswer):
        fetch(f"http://127.0.0.1:{smtp.port}/", own={f"http://127.0.0.1:{smtp.port}"}, **TIGHT)


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        ((404, {}, b""), Trouble.REFUSED),
        ((302, {"Location": "http://10.0.0.1/"}, b""), Trouble.REFUSED),
        ((200, {"Content-Type": "text/html"}, b"<!doctype html><title>Hi"), Trouble.NO_PLAYLIST),
        ((200, {}, b""), Trouble.NO_PLAYLIST),
        ((200, {}, b"\xff\xfe\x00"), Trouble.NO_PLAYLIST),
        # Sixteen megabytes in as many kilobytes: what comes packed is not unpacked.
        ((200, {"Content-Encoding": "gzip"}, BOMB), Trouble.NO_PLAYLIST),
        ((200, {}, b"#EXTM3U\n"), Trouble.EMPTY),
        ((200, {}, b"#EXTM3U\n" + b"#x\n" * 200_000), Trouble.UNREACHABLE),
        ((200, {}, b"#EXTM3U\n#EXTINF:4,\nhttp://169.254.169.254/latest\n"), Trouble.FORBIDDEN),
        ((200, {}, b"#EXTM3U\n#EXTINF:4,\nfile:///etc/passwd\n"), Trouble.FORBIDDEN),
        ((200, {}, b"#EXTM3U\n#EXTINF:4,\nhttps://mirror.example/7.m4s\n"), Trouble.FORBIDDEN),
        ((200, {}, b"#EXTM3U\n#EXTINF:4,\n../../gone/360p/7.m4s\n"), Trouble.NO_PIECES),
    ],
)
def test_what_one_look_finds(
    media: MediaServer, answer: tuple[int, dict[str, str], bytes], trouble: Trouble
) -> None:
    media.answers["main/360p"] = answer
    assert probe.look_at(playlist(media), None, {media.url}).trouble == trouble


def test_a_good_look_measures_the_picture(media: MediaServer) -> None:
    look = probe.look_at(playlist(media), None, {media.url})
    assert (look.trouble, look.status, look.bitrate) == (Trouble.NONE, 200, 100_000)
    assert look.newest.startswith("101 101.m4s")


def test_an_origin_has_one_spelling() -> None:
    assert origin("HTTPS://Media.Example/live/x?y") == "https://media.example:443"
    assert fetching.origin("http://[::1]:8080/") == "http://::1:8080"

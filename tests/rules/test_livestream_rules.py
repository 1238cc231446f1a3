"""What a watcher sees when, and which media paths open."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from app.livestream import rules
from app.livestream.rules import BroadcastState as State
from app.livestream.rules import PathAnswer, Screen, Viewer

NOW = datetime(2027, 3, 5, 12, 0, tzinfo=UTC)
DOOR, ENDS = NOW + timedelta(hours=1), NOW + timedelta(hours=9)
SECRET = "what only the media server and we know"
VIEWER = "abcdefgh23456722"


@pytest.mark.parametrize(
    ("state", "hours", "shown"),
    [
        (State.SCHEDULED, 0, Screen.COUNTDOWN),
        (State.SCHEDULED, 1, Screen.DOOR),
        (State.SCHEDULED, 8, Screen.DOOR),
        (State.SCHEDULED, 9, Screen.ENDED),
        (State.TEST, 0, Screen.TEST),
        (State.LIVE, 0, Screen.LIVE),
        (State.LIVE, 20, Screen.LIVE),
        (State.INTERRUPTED, 2, Screen.INTERRUPTED),
        (State.ENDED, 2, Screen.ENDED),
        (State.REPLAY, 20, Screen.REPLAY),
    ],
)
def test_what_is_shown_follows_the_organizers_and_else_the_clock(
    state: State, hours: int, shown: Screen
) -> None:
    assert rules.screen_of(state, DOOR, ENDS, NOW + timedelta(hours=hours)) == shown


def test_a_path_is_signed_as_nginx_computes_it() -> None:
    digest = hashlib.md5(f"1805000000/{VIEWER}/summit {SECRET}".encode()).digest()
    expected = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    assert rules.sign_path(SECRET, 1805000000, VIEWER, "summit") == expected


def parts_of(moment: datetime = NOW) -> tuple[str, str, str, str]:
    made = rules.make_pass(SECRET, Viewer(VIEWER), "summit", moment)
    _empty, live, signature, expiry, viewer = made.prefix.split("/")
    assert live == "live"
    return signature, expiry, viewer, "summit"


def test_a_pass_opens_for_twenty_minutes_and_then_says_that_it_is_over() -> None:
    for later, answer in (
        (timedelta(0), PathAnswer.GOOD),
        (timedelta(minutes=20), PathAnswer.GOOD),
        (timedelta(minutes=20, seconds=1), PathAnswer.EXPIRED),
    ):
        assert rules.check_path(SECRET, *parts_of(), NOW + later) == answer


@pytest.mark.parametrize(
    "viewer",
    [
        Viewer(VIEWER),
        Viewer(VIEWER, "ab12"),
        Viewer(VIEWER, "ab12", steady=True),
        Viewer(VIEWER, steady=True),
    ],
)
def test_a_path_names_viewer_and_screen_and_whether_it_is_steady(viewer: Viewer) -> None:
    made = rules.make_pass(SECRET, viewer, "summit", NOW)
    name = made.prefix.split("/")[4]
    assert rules.read_viewer(name) == viewer
    assert rules.viewer_in_path(f"https://media.example{made.prefix}/summit") == VIEWER
    hours = (made.expiry - NOW.timestamp()) / 3600
    assert hours == (6 if viewer.steady else pytest.approx(1 / 3))
    assert name.endswith("_s") == viewer.steady, "nginx tells them apart by it"


@pytest.mark.parametrize(
    ("on", "most", "screen", "answer"),
    [
        (["a"], None, "b", True),
        (["a"], 1, "b", False),
        (["a"], 1, "a", True),
        (["a", "b"], 1, "a", True),
        (["a"], 2, "b", True),
        ([f"{number:x}" for number in range(50)], None, "ff", False),
        ([f"{number:x}" for number in range(50)], 80, "ff", False),
    ],
)
def test_a_screen_joins_while_there_is_room_and_stays_when_it_is_there(
    on: list[str], most: int | None, screen: str, answer: bool
) -> None:
    assert rules.has_room(on, screen, most) == answer


@pytest.mark.parametrize("name", ["", "xyz", "0123456789", "ab/c", "a b", "ab\n", "۱۲"])
def test_a_screen_is_named_by_a_few_hex_digits_alone(name: str) -> None:
    assert not rules.is_screen_name(name)


def test_another_viewer_another_end_another_event_and_another_secret_are_refused() -> None:
    signature, expiry, viewer, event = parts_of()
    longer = str(int(expiry) + 3600)
    for attempt in (
        ("", expiry, viewer),
        ("A" * 22, expiry, viewer),
        ("not base64!", expiry, viewer),
        ("ک" * 22, expiry, viewer),
        (signature, longer, viewer),
        (signature, expiry, "abcdefgh23456733"),
        (signature, f"0{expiry}", viewer),
        (signature, f"-{expiry}", viewer),
        (signature, "٢٣٤", viewer),
        (signature, "9" * 5000, viewer),
    ):
        assert rules.check_path(SECRET, *attempt, event, NOW) == PathAnswer.FORBIDDEN, attempt
    for secret, other in (("another", event), (SECRET, "harvest"), (SECRET, "")):
        answer = rules.check_path(secret, signature, expiry, viewer, other, NOW)
        assert answer == PathAnswer.FORBIDDEN, (secret, other)


def test_a_viewers_name_stays_and_tells_nothing() -> None:
    first, again = (rules.viewer_of(b"k" * 32, b"registration 1") for _ in range(2))
    assert first == again
    assert len(first) == 16
    assert first.isalnum()
    others = {
        rules.viewer_of(b"k" * 32, b"registration 2"),
        rules.viewer_of(b"j" * 32, b"registration 1"),
    }
    assert first not in others


@pytest.mark.parametrize(
    ("offered", "asked", "page", "played"),
    [
        (["en", "fa"], "fa", "en", "fa"),
        (["en", "fa"], "", "fa", "fa"),
        (["en", "fa"], "xx", "de", "en"),
        ([], "fa", "en", None),
    ],
)
def test_the_sound_is_the_one_asked_for_else_the_pages_own(
    offered: list[str], asked: str, page: str, played: str | None
) -> None:
    assert rules.choose_language(offered, asked, page) == played


def test_what_is_on_now_and_what_comes_next() -> None:
    hour = timedelta(hours=1)
    times = [(NOW + n * hour, NOW + (n + 1) * hour) for n in range(3)]
    assert rules.now_and_next(times, NOW - hour) == (None, 0)
    assert rules.now_and_next(times, NOW) == (0, 1)
    assert rules.now_and_next(times, NOW + 2.5 * hour) == (2, None)
    assert rules.now_and_next(times, NOW + 4 * hour) == (None, None)
    assert rules.now_and_next([], NOW) == (None, None)


def test_a_text_that_is_not_there_in_a_language_comes_in_another() -> None:
    assert rules.choose_text({"en": "Soon", "fa": "به‌زودی"}, "fa", ["en"]) == "به‌زودی"
    assert rules.choose_text({"en": "Soon", "fa": ""}, "fa", ["en"]) == "Soon"
    assert rules.choose_text({"de": "Bald"}, "fa", ["en"]) == "Bald"
    assert rules.choose_text({}, "fa", ["en"]) == ""


VIEWER = "abcdefgh23456722"


@pytest.mark.parametrize(
    ("text", "viewer"),
    [
        (VIEWER, VIEWER),
        (f"https://media.example/live/a-b_C/99/{VIEWER}/summit/main/main.m3u8", VIEWER),
        (f"/live/a/99/{VIEWER}", VIEWER),
        (f"/live/a/99/{VIEWER}x/summit", None),
        (f"/live/a/x/{VIEWER}/summit", None),
        (VIEWER.upper(), None),
        (f"{VIEWER} {VIEWER}", None),
        ("", None),
    ],
)
def test_whose_a_media_address_is(text: str, viewer: str | None) -> None:
    assert rules.viewer_in_path(text) == viewer


def test_the_token_in_a_personal_link() -> None:
    token = "a-_" * 15 + "b"
    for link in (f"https://x.example/r/{token}/watch?a=fa", f"/r/{token}", f"/r/{token}#x"):
        assert rules.token_in(link) == ("r", token)
    for kind in ("h", "screen"):
        assert rules.token_in(f"https://x.example/{kind}/{token}") == (kind, token)
    for other in ("/r/short", f"/x/{token}", f"/r/{token}{token}", token, ""):
        assert rules.token_in(other) is None

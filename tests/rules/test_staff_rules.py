"""Roles, passwords, sessions and where a sign-in may lead."""

from datetime import UTC, datetime, timedelta

import pytest

from app.staff import rules
from app.staff.browsers import family_of
from app.staff.errors import WeakPassword
from app.staff.models import StaffRole

NOW = datetime(2027, 1, 15, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def test_every_role_has_its_permissions() -> None:
    assert set(rules.PERMISSIONS) == {role.value for role in StaffRole}


@pytest.mark.parametrize(
    ("role", "permissions"),
    [
        ("owner", "numbers people offers mail team"),
        ("manager", "numbers people offers mail"),
        ("coordinator", "numbers people offers"),
        ("approver", "offers"),
        ("viewer", "numbers"),
    ],
)
def test_a_role_opens_what_it_is_for(role: str, permissions: str) -> None:
    assert rules.may(role, "numbers.read") == ("numbers" in permissions)
    for offers in ("offers.read", "offers.write", "key.hold"):
        assert rules.may(role, offers) == ("offers" in permissions)
    assert rules.may(role, "desk.open")
    assert rules.may(role, "account.own")
    for people in ("people.read", "people.write", "people.export", "mail.announce"):
        assert rules.may(role, people) == ("people" in permissions)
    assert rules.may(role, "mail.write") == ("mail" in permissions)
    assert rules.may(role, "team.write") == ("team" in permissions)


def test_twelve_characters_are_a_password_and_eleven_are_not() -> None:
    assert rules.new_password("eleven-plus1") == "eleven-plus1"
    with pytest.raises(WeakPassword):
        rules.new_password("only-eleven")


def test_a_password_is_the_same_however_a_keyboard_composes_it() -> None:
    assert rules.new_password("cafe\u0301 au lait!") == rules.new_password("caf\u00e9 au lait!")


@pytest.mark.parametrize(
    ("age", "idle", "alive"),
    [
        (0 * HOUR, 0 * HOUR, True),
        (HOUR, 59 * MINUTE, True),
        (HOUR, HOUR, False),
        (12 * HOUR - MINUTE, MINUTE, True),
        (12 * HOUR, MINUTE, False),
    ],
)
def test_a_session_ends_after_an_idle_hour_or_half_a_day(
    age: timedelta, idle: timedelta, alive: bool
) -> None:
    assert rules.session_is_alive(NOW - age, NOW - idle, NOW, rules.SessionLimits()) is alive


def test_an_operator_sets_when_a_session_ends() -> None:
    limits = rules.SessionLimits(idle=5 * MINUTE, whole=HOUR)
    assert rules.session_is_alive(NOW - 59 * MINUTE, NOW - 4 * MINUTE, NOW, limits)
    assert not rules.session_is_alive(NOW - 59 * MINUTE, NOW - 5 * MINUTE, NOW, limits)
    assert not rules.session_is_alive(NOW - HOUR, NOW, NOW, limits)


@pytest.mark.parametrize(
    ("user_agent", "family"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
            "Firefox · Linux",
        ),
        (
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                "Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0"
            ),
            "Edge · Windows",
        ),
        (
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
                "Chrome/131.0.0.0 Mobile Safari/537.36"
            ),
            "Chrome · Android",
        ),
        (
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
                "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
            ),
            "Safari · iPhone",
        ),
        ("curl/8.5.0", ""),
        ("", ""),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_a_browser_is_told_by_its_family_and_never_by_its_version(
    user_agent: str, family: str
) -> None:
    assert family_of(user_agent) == family


def test_a_session_s_sight_is_written_at_most_once_a_minute() -> None:
    assert not rules.is_due_to_be_seen(NOW - MINUTE + timedelta(seconds=1), NOW)
    assert rules.is_due_to_be_seen(NOW - MINUTE, NOW)


@pytest.mark.parametrize("path", ["/organizer", "/organizer/", "/organizer/summit/?page=2"])
def test_a_path_on_the_desk_may_be_next(path: str) -> None:
    assert rules.safe_next(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "/",
        "/en/",
        "/organizers",
        "organizer/",
        "https://evil.example/organizer/",
        "//evil.example/organizer/",
        "///evil.example/organizer/",
        "/\\evil.example/organizer/",
        "/organizer/..//evil.example",
        "/organizer//evil.example",
        "/organizer/\r\nSet-Cookie: a=b",
        "/organizer/\tx",
        "/organizer/\u2028",
        "http://[::1/organizer/",
    ],
)
def test_nothing_else_may_be_next(path: str | None) -> None:
    assert rules.safe_next(path) is None


def test_countries_are_kept_in_one_spelling() -> None:
    assert rules.countries_of(["ir", "DE", " de "]) == ["DE", "IR"]

from datetime import UTC, datetime, timedelta

import pytest

from app.hosting import rules
from app.registration.rules import door_code, show_code

KEY = b"k" * 32
NOW = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("is_home", "setting", "trusted", "needed"),
    [
        (True, 1, False, 1),
        (True, 2, False, 2),
        (False, 2, False, 1),
        (True, 0, False, 1),
        (True, 2, True, 0),
        (False, 1, True, 0),
    ],
)
def test_how_many_must_approve(is_home: bool, setting: int, trusted: bool, needed: int) -> None:
    found = rules.approvals_needed(is_home=is_home, home_approvals=setting, trusted=trusted)
    assert found == needed


def test_offers_are_taken_until_sign_up_closes() -> None:
    assert rules.hosting_is_open(NOW, NOW - timedelta(seconds=1), published=True)
    assert not rules.hosting_is_open(NOW, NOW, published=True)
    assert not rules.hosting_is_open(NOW, NOW - timedelta(days=1), published=False)


def test_codes_are_of_one_location_and_always_the_same() -> None:
    code = rules.invitation_code(KEY, "abc")
    assert code == rules.invitation_code(KEY, "abc")
    assert len(code) == rules.INVITATION_LENGTH
    assert code != rules.invitation_code(KEY, "abd")
    assert code != rules.invitation_code(b"j" * 32, "abc")
    assert door_code(KEY, "abc").replace("-", "") != code[:6]


@pytest.mark.parametrize("typed", ["ABCDE-12345", "abcde 12345", "abcde۱۲۳۴۵", " A-B-C-D-E12345 "])
def test_a_code_is_read_however_it_is_written(typed: str) -> None:
    assert rules.read_code(typed, 10) == "ABCDE12345"


@pytest.mark.parametrize(
    "typed", ["", "ABCDE1234", "ABCDE123456", "ABCDE1234%", "U" * 10, "x" * 9999]
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert rules.read_code(typed, 10) is None


def test_what_is_shown_can_be_typed_again() -> None:
    code = rules.invitation_code(KEY, "abc")
    assert rules.read_code(show_code(code), 10) == code

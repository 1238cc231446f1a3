"""Codes of a second factor, as people and their apps write them."""

from datetime import UTC, datetime, timedelta

import pytest

from app.staff import codes, rules

NOW = datetime(2026, 5, 1, 12, 0, 10, tzinfo=UTC)
RFC_SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_rfc(second: int, code: str) -> None:
    moment = datetime.fromtimestamp(second, UTC)
    assert codes.code_at(RFC_SECRET, moment) == code
    assert codes.step_of(RFC_SECRET, code, now=moment, after=None) == second // 30


@pytest.mark.parametrize(("seconds", "taken"), [(-60, False), (-30, True), (30, True), (90, False)])
def test_a_clock_may_be_wrong_by_half_a_minute(seconds: int, taken: bool) -> None:
    code = codes.code_at(RFC_SECRET, NOW + timedelta(seconds=seconds))
    assert (codes.step_of(RFC_SECRET, code, now=NOW, after=None) is not None) == taken


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "-1", "12 34"])
def test_what_is_no_code_is_wrong(typed: str) -> None:
    assert codes.step_of(RFC_SECRET, codes.normalise(typed), now=NOW, after=None) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" 123 456 ", "123456"),
        ("۱۲۳۴۵۶", "123456"),
        ("١٢٣-٤٥٦", "123456"),
        ("ABCDE-23XYZ", "abcde23xyz"),
    ],
)
def test_a_code_is_read_as_it_was_meant(typed: str, meant: str) -> None:
    assert codes.normalise(typed) == meant
    assert codes.comes_from_app(meant) == meant.isdecimal()


def test_a_secret_is_shown_and_read_back() -> None:
    secret = codes.new_secret()
    assert codes.read(codes.shown(secret)) == secret
    address = codes.address_of(secret, account="a:b@example.org", issuer="summit.example")
    assert address.startswith("otpauth://totp/summit.example:a%20b@example.org?secret=")


def test_ten_wrong_codes_are_enough_for_an_hour() -> None:
    assert rules.may_guess(9, NOW, NOW)
    assert not rules.may_guess(10, NOW, NOW + timedelta(minutes=59))
    assert rules.may_guess(10, NOW, NOW + timedelta(minutes=60))

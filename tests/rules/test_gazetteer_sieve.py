"""A sieve holds back what is no name, and never a name."""

import pytest

from app.gazetteer.sieve import beginnings_among, make_sieve, names_among, version_of
from app.gazetteer.typos import one_slip_away

NAMES = ["berlin", "bern", "مونیخ", "胡志明市", "kimberling city", "ur", "x" * 80]
SIEVE = make_sieve(NAMES)


def test_every_name_gets_through_and_of_the_rest_next_to_nothing() -> None:
    assert names_among(SIEVE, NAMES) == NAMES
    slips = one_slip_away("berlni", tried=6)
    passed = names_among(SIEVE, slips)
    assert "berlin" in passed
    assert len(passed) < len(slips) / 20


@pytest.mark.parametrize(
    ("begun", "is_possible"),
    [("kimbe", True), ("kimberlin", True), ("kimbxrlin", False), ("kimberxing", False)],
)
def test_what_begins_a_name_gets_through_as_well(begun: str, is_possible: bool) -> None:
    assert beginnings_among(SIEVE, [begun]) == [begun] * is_possible


def test_a_text_too_short_to_be_known_as_a_beginning_gets_through() -> None:
    assert beginnings_among(SIEVE, ["zzzz"]) == ["zzzz"]


def test_where_there_is_no_sieve_nothing_is_held_back() -> None:
    assert names_among(b"", ["zzz"]) == beginnings_among(b"", ["zzz"]) == ["zzz"]


def test_the_version_tells_one_sieve_from_another_and_not_from_itself() -> None:
    again, other = make_sieve(reversed(NAMES)), make_sieve(NAMES[1:])
    assert version_of(again) == version_of(SIEVE) != version_of(other)
    assert len(make_sieve([])) > 0


def test_it_grows_with_the_names() -> None:
    many = [f"name {number}" for number in range(3_000)]
    sieve = make_sieve(many)
    assert len(sieve) * 8 >= 10 * len(many)
    strangers = [f"stranger {number}" for number in range(3_000)]
    assert len(names_among(sieve, strangers)) < len(strangers) / 20

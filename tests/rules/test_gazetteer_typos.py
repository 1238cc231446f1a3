"""Which names are one slip away."""

import re

import pytest

from app.gazetteer.typos import one_slip_away, patterns


@pytest.mark.parametrize(
    "typed",
    ["berlni", "brlin", "berlinn", "bewlin", "xberlin", "erlin", "berli", "ber lin"],
)
def test_one_wrong_key_is_forgiven(typed: str) -> None:
    assert "berlin" in one_slip_away(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("شیرتز", "شیراز"), ("москав", "москва"), ("αθηνν", "αθηνα"), ("ירושלם", "ירושלים")],
)
def test_in_the_letters_of_the_script_that_was_typed(typed: str, meant: str) -> None:
    assert meant in one_slip_away(typed)


def test_a_missing_space_is_a_slip() -> None:
    assert "new york" in one_slip_away("newyork")


def test_chinese_signs_may_be_too_many_or_swapped() -> None:
    assert {"胡志明市", "胡志明市市"} & set(one_slip_away("胡志明市市")) == {"胡志明市"}


@pytest.mark.parametrize("typed", ["", "b", "ber"])
def test_of_three_letters_none_is_taken_for_a_slip(typed: str) -> None:
    assert one_slip_away(typed) == []


def test_two_slips_are_too_many_and_the_text_itself_is_none() -> None:
    assert not {"berlin", "brlni"} & set(one_slip_away("brlni"))


def test_the_longest_text_makes_a_list_that_a_database_can_take() -> None:
    for longest in ("x" * 80, "ش" * 80, "xش" * 40):
        assert len(one_slip_away(longest)) < 3_000


def is_found(name: str, typed: str) -> bool:
    likes = [pattern.replace("_", ".") for pattern in patterns(typed)]
    return name in one_slip_away(typed) or any(re.fullmatch(like, name) for like in likes)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kimberling ciy", "kimberling city"),
        ("kimberling cjty", "kimberling city"),
        ("kimberling ctiy", "kimberling city"),
        ("kimberling citty", "kimberling city"),
        ("jimberling city", "kimberling city"),
        ("胡志志市", "胡志明市"),
    ],
)
def test_a_slip_is_forgiven_wherever_it_is(typed: str, meant: str) -> None:
    assert is_found(meant, typed)


def test_of_signs_that_are_too_many_to_try_the_first_two_must_be_right() -> None:
    assert not is_found("胡志明市", "古志明市")
    assert patterns("胡志") == patterns("ber") == []

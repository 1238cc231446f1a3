"""Which names are one slip away."""

import re

import pytest

from app.gazetteer.typos import MOST_TRIED, letters_tried, one_slip_away, patterns

CROWDED = 6
"""With so many letters of a text very many names begin."""


@pytest.mark.parametrize(
    "typed",
    ["berlni", "brlin", "berlinn", "bewlin", "xberlin", "erlin", "berli", "ber lin"],
)
def test_one_wrong_key_is_forgiven(typed: str) -> None:
    assert "berlin" in one_slip_away(typed, CROWDED)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("شیرتز", "شیراز"), ("москав", "москва"), ("αθηνν", "αθηνα"), ("ירושלם", "ירושלים")],
)
def test_in_the_letters_of_the_script_that_was_typed(typed: str, meant: str) -> None:
    assert meant in one_slip_away(typed, CROWDED)


def test_a_missing_space_is_a_slip() -> None:
    assert "new york" in one_slip_away("newyork", CROWDED)


def test_chinese_signs_may_be_too_many_or_swapped() -> None:
    assert {"胡志明市", "胡志明市市"} & set(one_slip_away("胡志明市市", CROWDED)) == {"胡志明市"}


@pytest.mark.parametrize("typed", ["", "b", "ber"])
def test_of_three_letters_none_is_taken_for_a_slip(typed: str) -> None:
    assert one_slip_away(typed, CROWDED) == []


def test_two_slips_are_too_many_and_the_text_itself_is_none() -> None:
    assert not {"berlin", "brlni"} & set(one_slip_away("brlni", CROWDED))


def test_the_longest_text_makes_a_list_that_a_database_can_take() -> None:
    for longest in ("x" * 80, "ش" * 80, "xش" * 40):
        assert len(one_slip_away(longest, MOST_TRIED)) < 5_000


def is_found(name: str, typed: str, tried: int = CROWDED) -> bool:
    likes = [one.replace("_", ".").replace("%", ".*") for one in patterns(typed, tried)]
    return name in one_slip_away(typed, tried) or any(re.fullmatch(like, name) for like in likes)


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
def test_a_slip_is_forgiven_wherever_it_is_however_many_names_begin_so(
    typed: str, meant: str
) -> None:
    assert all(is_found(meant, typed, tried) for tried in range(1, MOST_TRIED + 1))


def test_where_few_names_begin_so_few_letters_are_tried() -> None:
    few, many = one_slip_away("kimberling", 2), one_slip_away("kimberling", 8)
    assert len(few) * 3 < len(many)
    assert len(patterns("kimberling", 2)) == len(patterns("kimberling", 8)) + 2 * 6


def test_a_short_text_with_a_slip_is_a_whole_name_and_a_longer_one_may_begin_one() -> None:
    assert is_found("parma", "parm", tried=1)
    assert not is_found("paris", "parm", tried=1)
    assert is_found("kimberling city", "kimbrl", tried=3)


@pytest.mark.parametrize(
    ("key", "crowded", "tried"),
    [
        ("berlni", "berl", 5),
        ("berlni", "beram", 4),
        ("berlni", "b", 2),
        ("berlni", "", 1),
        ("berlni", "armi", 1),
        ("x" * 80, "x" * 30, MOST_TRIED),
    ],
)
def test_one_letter_more_is_tried_than_very_many_names_begin_with(
    key: str, crowded: str, tried: int
) -> None:
    assert letters_tried(key, crowded) == tried


def test_of_signs_that_are_too_many_to_try_the_first_two_must_be_right() -> None:
    assert not is_found("胡志明市", "古志明市")
    assert patterns("胡志", CROWDED) == patterns("ber", CROWDED) == []

"""Which names are one slip away."""

import pytest

from app.gazetteer.typos import one_slip_away, right_beginning


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


def test_late_in_a_long_name_and_among_too_many_signs_the_beginning_is_right() -> None:
    assert right_beginning("kimberling ciy") == "kimberling ci"
    assert right_beginning("胡志志市") == "胡志"
    assert right_beginning("berlni") == right_beginning("胡志") == ""

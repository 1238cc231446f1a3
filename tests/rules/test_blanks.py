"""Texts that are made once and filled for each reader."""

from hypothesis import given
from hypothesis import strategies as st

from app.web.blanks import Blank


def test_values_go_where_their_stand_ins_stood() -> None:
    blank = Blank.cut(
        "Dear NAME, come to PLACE. See you, NAME.", {"name": "NAME", "place": "PLACE"}
    )
    assert blank.fill({"name": "Ann", "place": "Rasht"}) == (
        "Dear Ann, come to Rasht. See you, Ann."
    )


def test_it_can_be_filled_again_and_remembers_nobody() -> None:
    blank = Blank.cut("Dear NAME.", {"name": "NAME"})
    blank.fill({"name": "Ann"})
    assert blank.fill({"name": "Omar"}) == "Dear Omar."


def test_a_value_that_looks_like_a_stand_in_stays_as_it_is() -> None:
    blank = Blank.cut("NAME at PLACE", {"name": "NAME", "place": "PLACE"})
    assert blank.fill({"name": "PLACE", "place": "NAME"}) == "PLACE at NAME"


def test_a_text_without_gaps_is_given_as_it_is() -> None:
    assert Blank.cut("Good evening", {"name": "NAME"}).fill({"name": "Ann"}) == "Good evening"


@given(st.lists(st.sampled_from(["a", "x1x", "y2y", " "])), st.text(), st.text())
def test_filling_is_replacing(parts: list[str], one: str, other: str) -> None:
    text = "".join(parts)
    filled = Blank.cut(text, {"one": "x1x", "other": "y2y"}).fill({"one": one, "other": other})
    values = {"x1x": one, "y2y": other}
    assert filled == "".join(values.get(part, part) for part in parts)

"""Tens: no part of a sum can be found by subtracting, nor one person by watching a figure."""

from collections.abc import Callable, Sequence
from itertools import accumulate
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from app.organizer.small_counts import (
    as_remembered,
    exactly,
    in_tens,
    remember,
    tell_nothing,
)


def test_nine_under_tens_that_make_81_show_no_80() -> None:
    """80 would say that hardly one of them is empty; exactly 81 that all are nines."""
    parts = [in_tens(9)] * 9
    assert in_tens(81, parts) == 70
    assert exactly("people", 81, parts) == 81


def test_a_sum_of_one_part_shows_what_the_part_shows() -> None:
    assert in_tens(27, [in_tens(27)]) == 20


@given(st.lists(st.integers(0, 200), min_size=1, max_size=12), st.data())
def test_no_part_can_be_found_by_subtracting(numbers: list[int], data: st.DataObject) -> None:
    parts = [in_tens(number) for number in numbers]
    shown = in_tens(sum(numbers), parts)
    one = data.draw(st.integers(0, len(parts) - 1))
    for value in (parts[one], parts[one] + 9):
        others = [part for place, part in enumerate(parts) if place != one]
        least, most = value + sum(others), value + sum(part + 9 for part in others)
        # Some sum that these values can make is shown just like the true one.
        assert any(in_tens(total, parts) == shown for total in range(least, most + 1))


def test_two_tables_of_the_same_people_must_not_explain_each_other() -> None:
    assert tell_nothing([20, 10], [30])
    assert not tell_nothing([20, 20], [10, 10])


def watched(numbers: Sequence[int], distance: Callable[[str, int], int]) -> list[int]:
    """What somebody sees who looks after each of these numbers."""
    remembered: dict[str, int] = {}
    seen = []
    for number in numbers:
        remembered = remember(remembered, {"people": number}, distance)
        seen.append(as_remembered(remembered)("people", number, ()))
    return seen


@given(
    st.lists(st.integers(-3, 3), max_size=60),
    st.randoms(use_true_random=False),
)
def test_a_figure_changes_only_by_ten_people_or_more(steps: list[int], random: Random) -> None:
    numbers = [max(0, total) for total in accumulate(steps)]
    seen = watched(numbers, lambda *_of: random.randint(10, 19))
    former, last = 0, 0
    for number, figure in zip(numbers, seen, strict=True):
        assert figure == 0 or figure >= 10
        if figure != last:
            assert abs(number - former) >= 10
            former, last = number, figure


def test_who_sees_a_figure_turn_cannot_tell_which_person_turned_it() -> None:
    """People come one by one; the figure turns at each of ten numbers, as it was drawn."""
    one_by_one = range(40)
    turns = {
        watched(one_by_one, lambda _figure, _before, drawn=drawn: drawn).index(10)  # type: ignore[misc]
        for drawn in range(10, 20)
    }
    assert turns == set(range(10, 20))
    # Plain tens turn with the tenth person, every time.
    assert [in_tens(number) for number in one_by_one].index(10) == 10


def test_whoever_comes_and_goes_at_the_brink_learns_nothing_more() -> None:
    """Somebody signs up until a figure turns; from there one person turns it neither way."""
    drawn = 13
    to_and_fro = [*range(14), 12, 13, 14, 12, 15, 9, 17, 13]
    assert watched(to_and_fro, lambda *_of: drawn)[13:] == [10] * 9
    assert {in_tens(number) for number in to_and_fro[13:]} == {0, 10}

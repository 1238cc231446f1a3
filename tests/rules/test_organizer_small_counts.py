"""Tens of sums: whatever is shown, every part may still be anything within its own tens."""

from hypothesis import given
from hypothesis import strategies as st

from app.organizer.small_counts import exactly, in_tens, tell_nothing


def test_nine_under_tens_that_make_81_show_no_80() -> None:
    """80 would say that hardly one of them is empty; exactly 81 that all are nines."""
    parts = [in_tens(9)] * 9
    assert in_tens(81, parts) == 70
    assert exactly(81, parts) == 81


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

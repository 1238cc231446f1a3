"""Who watches is counted: which beats count, in which minute, and what may be told."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.livestream import presence
from app.livestream.presence import Closed, Tally, Tickets, minute_of, rounded, watchers_at
from tests.factories import NOW

TICKETS = Tickets(b"k" * 32)
HALL, HOME = TICKETS.of(7), TICKETS.of(8)
MINUTE = minute_of(NOW)
LATER = NOW + timedelta(minutes=1, seconds=8)
Hear = Callable[..., None]


@pytest.fixture
def tally() -> Tally:
    return Tally(TICKETS)


def test_a_ticket_names_its_location_and_no_other() -> None:
    assert TICKETS.location_in(HALL) == 7
    assert TICKETS.location_in(HALL.replace("7.", "8.", 1)) is None
    for forged in (
        "",
        "7",
        "7.",
        "07" + HALL[1:],
        "٧" + HALL[1:],
        "7." + "A" * 12,
        "é.é",
        "-" * 99,
    ):
        assert TICKETS.location_in(forged) is None, forged
    assert Tickets(b"other" * 8).location_in(HALL) is None


def test_each_tab_counts_once_a_minute_at_its_location(tally: Tally) -> None:
    for ticket, tab in ((HALL, "a1"), (HALL, "a1"), (HALL, "b2"), (HOME, "a1")):
        tally.hear(MINUTE, ticket, tab)
    assert tally.close(LATER) == [Closed(NOW, {7: 2, 8: 1})]
    assert tally.close(LATER) == []


def test_a_minute_is_closed_only_when_late_lines_have_come(tally: Tally) -> None:
    tally.hear(MINUTE, HALL, "a")
    assert tally.close(NOW + timedelta(seconds=67)) == []
    tally.hear(MINUTE, HALL, "late")
    assert tally.close(LATER) == [Closed(NOW, {7: 2})]
    tally.hear(MINUTE, HALL, "too late")
    assert tally.close(LATER + timedelta(minutes=1)) == []


def test_minutes_are_counted_apart(tally: Tally) -> None:
    tally.hear(MINUTE, HALL, "a")
    tally.hear(MINUTE + 1, HALL, "a")
    closed = tally.close(NOW + timedelta(minutes=3))
    assert [one.screens for one in closed] == [{7: 1}, {7: 1}]
    assert closed[1].began_at - closed[0].began_at == timedelta(minutes=1)


def test_forged_locations_and_long_names_count_nothing(tally: Tally) -> None:
    tally.hear(MINUTE, "7.AAAAAAAAAAAA", "a")
    tally.hear(MINUTE, HALL, "x" * 9)
    assert tally.close(LATER) == [Closed(NOW, {})]


def test_a_flood_is_bounded_and_one_of_forged_locations_takes_no_room(
    tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "MOST_AT_A_PLACE", 3)
    monkeypatch.setattr(presence, "MOST_AT_ONCE", 5)
    for number in range(99):
        tally.hear(MINUTE, f"7.AAAAAAAAAA{number:02}", "a")
    for number in range(9):
        tally.hear(MINUTE, HALL, f"{number:x}")
    for number in range(9):
        tally.hear_lines(f"{int(NOW.timestamp())}.000 {HOME} {number:x}".encode())
    assert tally.close(LATER) == [Closed(NOW, {7: 3, 8: 2})]
    # What is closed takes no room any more.
    tally.hear(MINUTE + 2, HOME, "a")
    assert tally.close(LATER + timedelta(minutes=2))[0].screens == {8: 1}


def test_lines_of_nginx_are_read_and_others_passed_over(tally: Tally) -> None:
    at = f"{int(NOW.timestamp())}.123"
    good = [f"{at} {HALL} a1", f"{at} {HALL} b2", f"{at} {HOME} -"]
    bad = [
        "",
        "x",
        f"{at} {HALL}",
        f"never {HALL} c3",
        f"{at} {HALL} c3 d4",
        "\ufffd \ufffd \ufffd",
    ]
    for lines in ([*bad, *good, *bad], good):
        tally.hear_lines("\n".join(lines).encode())
    assert tally.close(LATER) == [Closed(NOW, {7: 2, 8: 1})]


@pytest.mark.parametrize(
    ("screens", "signed_up", "heads", "watch"),
    [
        (0, 50, 40, 0),  # nobody's screen is on
        (3, 50, None, 3),
        (900, 50, None, 50),  # a flood
        (1, 50, 40, 40),  # one screen for a hall
        (900, 0, None, 1),  # the host's own
        (5, 9, 3, 5),  # the host counted before the others came
    ],
)
def test_the_larger_of_screens_and_heads_counts(
    screens: int, signed_up: int, heads: int | None, watch: int
) -> None:
    assert watchers_at(screens, signed_up, heads) == watch


@pytest.mark.parametrize(
    ("watchers", "told"),
    [(0, 0), (9, 0), (10, 10), (19, 10), (99, 90), (129, 120), (9876, 9800), (70321, 70000)],
)
def test_nobody_is_told_less_than_ten_or_more_than_two_figures(watchers: int, told: int) -> None:
    assert rounded(watchers) == told

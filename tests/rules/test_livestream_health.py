"""When a source stands still, which one is next, and what the watcher does about it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.livestream import health
from app.livestream.health import Health, Look, Trouble, Turn
from app.livestream.rules import BroadcastState as State

START = datetime(2026, 12, 5, 18, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def piece(number: int, seconds: float = 4) -> Look:
    return Look(Trouble.NONE, 200, f"{number} {number}.m4s", seconds, 600_000)


def watched(*looks: tuple[float, Look], before: Health | None = None) -> Health:
    known = before
    for moment, look in looks:
        known = health.after(known, look, at(moment))
    assert known is not None
    return known


def test_a_source_is_well_once_it_was_seen_to_go_on() -> None:
    once = watched((0, piece(7)))
    assert not once.is_well(at(0))
    assert not once.is_still(at(0))
    twice = watched((1, piece(7)), (4, piece(8)), before=once)
    assert twice.well_at == at(4)
    assert twice.is_well(at(5))


def test_nine_seconds_without_a_new_piece_are_too_long() -> None:
    known = watched((0, piece(7)), (4, piece(8)), (12, piece(8)))
    assert known.trouble == Trouble.NONE
    known = watched((13.5, piece(8)), before=known)
    assert (known.trouble, known.is_still(at(13.5))) == (Trouble.STILL, True)
    assert watched((14, piece(9)), before=known).is_well(at(14))


def test_long_pieces_are_waited_for() -> None:
    known = watched((0, piece(7, 10)), (1, piece(8, 10)), (14, piece(8, 10)))
    assert not known.is_still(at(14))
    assert known.is_still(at(17))


@pytest.mark.parametrize(
    "look",
    [
        Look(Trouble.UNREACHABLE),
        Look(Trouble.REFUSED, 502),
        Look(Trouble.NO_PLAYLIST, 200),
        Look(Trouble.EMPTY, 200),
        Look(Trouble.NO_PIECES, 200, "9 9.m4s", 4),
    ],
)
def test_a_passing_trouble_is_told_and_a_lasting_one_counts(look: Look) -> None:
    known = watched((0, piece(7)), (4, piece(8)), (6, look))
    assert (known.trouble, known.status) == (look.trouble, look.status)
    assert known.is_well(at(6))
    assert watched((13.5, look), before=known).is_still(at(13.5))
    assert known.bitrate == 600_000


def test_who_was_away_calls_nobody_ill_for_it() -> None:
    known = watched((0, piece(7)), (4, piece(8)), (300, piece(8)))
    assert not known.is_still(at(300))
    assert not known.is_well(at(300))
    assert watched((301, piece(9)), before=known).is_well(at(301))
    assert known.is_still(at(310))


def test_whoever_puts_a_source_on_air_gives_it_time() -> None:
    known = watched((0, piece(7)), (10, piece(7)))
    assert known.is_still(at(10))
    assert not known.is_still(at(10), on_air_since=at(5))
    assert known.is_still(at(15), on_air_since=at(5))


def test_the_next_one_round_the_list_that_is_well() -> None:
    well = Health(START, at(20), newest="8", well_at=at(19))
    still = replace(well, well_at=at(2))
    unproven = replace(well, well_at=None)
    order = [1, 2, 3, 4]
    sources = {1: well, 2: still, 3: unproven, 4: well}
    assert health.next_stream(order, 1, sources, at(20)) == 4
    assert health.next_stream(order, 4, sources, at(20)) == 1
    assert health.next_stream(order, None, sources, at(20)) == 1
    assert health.next_stream(order, 1, sources | {4: still}, at(20)) is None
    assert health.next_stream([], 1, {}, at(20)) is None


WELL = Health(START, at(20), newest="8", well_at=at(19))


@pytest.mark.parametrize(
    ("state", "still", "other", "by_watcher", "turn"),
    [
        (State.LIVE, False, True, False, None),
        (State.LIVE, True, True, False, Turn.SWITCH),
        (State.LIVE, True, False, False, Turn.INTERRUPT),
        (State.INTERRUPTED, True, True, True, Turn.SWITCH),
        (State.INTERRUPTED, True, False, True, None),
        (State.INTERRUPTED, False, False, True, Turn.RESUME),
        (State.INTERRUPTED, False, True, False, None),
        (State.TEST, True, True, False, Turn.SWITCH),
        (State.TEST, True, False, False, None),
        (State.SCHEDULED, True, True, False, None),
        (State.ENDED, True, True, False, None),
        (State.REPLAY, True, True, False, None),
    ],
)
def test_what_the_watcher_does(
    state: State, still: bool, other: bool, by_watcher: bool, turn: Turn | None
) -> None:
    assert health.turn_of(state, WELL, still=still, other=other, by_watcher=by_watcher) == turn


def test_a_picture_that_was_not_seen_to_come_back_resumes_nothing() -> None:
    unproven = replace(WELL, well_at=None)
    for known in (None, unproven):
        assert (
            health.turn_of(State.INTERRUPTED, known, still=False, other=False, by_watcher=True)
            is None
        )

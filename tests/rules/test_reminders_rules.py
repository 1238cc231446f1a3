"""A reminder is due on the reader's own clock, across zones and changes of the clocks."""

from datetime import UTC, datetime, timedelta

import pytest

from app.reminders.rules import (
    BY_THE_CLOCK,
    TOLERANCE,
    Reminder,
    batch_of,
    due_at,
    due_zones,
    is_near,
    is_news,
)

# The clocks of Berlin change in the night before, those of New York two weeks earlier.
START = datetime(2027, 3, 28, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reminder", "zone", "due"),
    [
        ("week", "Asia/Tehran", "2027-03-21T16:00"),
        ("week", "Europe/Berlin", "2027-03-21T17:00"),
        ("week", "America/New_York", "2027-03-21T16:00"),
        ("day", "Asia/Tehran", "2027-03-27T16:00"),
        ("day", "Europe/Berlin", "2027-03-27T17:00"),
        ("day", "Pacific/Kiritimati", "2027-03-27T16:00"),
        ("day", "Asia/Kathmandu", "2027-03-27T16:00"),
        ("hour", "Europe/Berlin", "2027-03-28T15:00"),
        ("hour", "Pacific/Kiritimati", "2027-03-28T15:00"),
        ("thanks", "Europe/Berlin", "2027-03-29T16:00"),
    ],
)
def test_it_is_the_same_time_of_day(reminder: str, zone: str, due: str) -> None:
    assert due_at(Reminder(reminder), START, zone) == datetime.fromisoformat(f"{due}+00:00")


def test_autumn_makes_the_day_longer() -> None:
    start = datetime(2027, 10, 31, 17, 0, tzinfo=UTC)  # 18:00 in Berlin, the clocks went back
    assert due_at(Reminder.DAY, start, "Europe/Berlin") == start - timedelta(hours=25)
    assert due_at(Reminder.DAY, start, "Asia/Tehran") == start - timedelta(hours=24)


def test_a_time_that_the_clocks_leave_out_still_comes_once() -> None:
    start = datetime(2027, 3, 29, 0, 30, tzinfo=UTC)  # 02:30 in Berlin; the day before has none
    due = due_at(Reminder.DAY, start, "Europe/Berlin")
    assert start - timedelta(hours=25) <= due <= start - timedelta(hours=23)


def test_each_zone_has_its_own_moment() -> None:
    zones = ["Europe/Berlin", "Asia/Tehran"]
    at = datetime(2027, 3, 27, 16, 0, tzinfo=UTC)
    assert due_zones(Reminder.DAY, START, zones, at - timedelta(seconds=1)) == []
    assert due_zones(Reminder.DAY, START, zones, at) == ["Asia/Tehran"]
    assert due_zones(Reminder.DAY, START, zones, at + timedelta(hours=1)) == sorted(zones)


@pytest.mark.parametrize("reminder", BY_THE_CLOCK)
def test_nobody_is_reminded_too_late(reminder: Reminder) -> None:
    due = due_at(reminder, START, "Asia/Tehran")
    late = due + TOLERANCE[reminder]
    assert due_zones(reminder, START, ["Asia/Tehran"], late) == ["Asia/Tehran"]
    assert due_zones(reminder, START, ["Asia/Tehran"], late + timedelta(seconds=1)) == []
    if reminder != Reminder.THANKS:
        assert late < START


@pytest.mark.parametrize("reminder", BY_THE_CLOCK)
@pytest.mark.parametrize("zone", ["Asia/Tehran", "Europe/Berlin", "America/New_York"])
def test_every_due_moment_is_looked_at(reminder: Reminder, zone: str) -> None:
    due = due_at(reminder, START, zone)
    assert is_near(reminder, START, due)
    assert is_near(reminder, START, due + TOLERANCE[reminder])
    assert not is_near(reminder, START, START - timedelta(days=30))


def test_an_event_that_moves_begins_a_new_batch() -> None:
    moved = START + timedelta(days=1)
    assert batch_of(1, Reminder.DAY, START) != batch_of(1, Reminder.DAY, moved)
    assert batch_of(1, Reminder.DAY, START) != batch_of(2, Reminder.DAY, START)
    assert batch_of(1, Reminder.DAY, START) == batch_of(1, Reminder.DAY, START.astimezone(tz=None))


@pytest.mark.parametrize(
    ("live", "looked", "is_told"),
    [
        (timedelta(0), timedelta(0), True),
        (timedelta(hours=-3), timedelta(hours=-3), True),
        (timedelta(hours=-3, seconds=-1), timedelta(0), False),
        (timedelta(0), timedelta(minutes=45), True),
        (timedelta(0), timedelta(minutes=46), False),
        (timedelta(hours=5), timedelta(hours=5), True),
    ],
    ids=["on time", "early", "trying out", "still", "too late", "after a delay"],
)
def test_the_stream_is_news_on_the_day_and_while_it_has_just_begun(
    live: timedelta, looked: timedelta, is_told: bool
) -> None:
    assert is_news(START, START + live, START + looked) is is_told

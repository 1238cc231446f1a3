"""The curve of sign-ups by day, and the days that it shows."""

from datetime import UTC, datetime, timedelta

from app.organizer.chart import HEIGHT, TOP, WIDTH, Point, draw_curve
from app.organizer.overview import days_until

FIRST = datetime(2027, 1, 1, tzinfo=UTC)


def points(*numbers: int) -> list[Point]:
    return [Point(FIRST + timedelta(days=n), number) for n, number in enumerate(numbers)]


def test_the_highest_day_touches_the_top_and_none_is_the_bottom() -> None:
    curve = draw_curve(points(0, 10, 5))
    assert curve is not None
    assert curve.line == f"M0.0 {HEIGHT}.0L{WIDTH / 2} {TOP}.0L{WIDTH}.0 {(HEIGHT + TOP) / 2}"
    assert curve.area.endswith(f"V{HEIGHT}H0Z")
    assert curve.highest.number == 10


def test_one_day_or_no_sign_up_gives_no_curve() -> None:
    assert draw_curve([]) is None
    assert draw_curve(points(3)) is None
    assert draw_curve(points(0, 0)) is None


def test_days_follow_the_clocks_of_the_zone_through_a_change() -> None:
    days = days_until(
        datetime(2027, 3, 29, 12, tzinfo=UTC),
        datetime(2027, 3, 27, 12, tzinfo=UTC),
        "Europe/Berlin",
    )
    lengths = [day.ends.astimezone(UTC) - day.begins.astimezone(UTC) for day in days]
    assert [length / timedelta(hours=1) for length in lengths] == [24, 23, 24]
    assert days[0].begins.isoformat() == "2027-03-27T00:00:00+01:00"


def test_a_long_window_shows_its_last_ninety_days() -> None:
    days = days_until(FIRST, FIRST - timedelta(days=400), "Asia/Tehran")
    assert len(days) == 90
    assert days[-1].begins <= FIRST < days[-1].ends


def test_a_window_that_is_still_to_open_has_no_days() -> None:
    assert days_until(FIRST, FIRST + timedelta(days=3), "UTC") == []

"""How the demo is drawn."""

from datetime import UTC, datetime, timedelta

import pytest

from app.demo import rules

NOW = datetime(2027, 1, 15, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("total", [0, 1, 2, 3, 7, 300])
def test_everything_is_shared_out_exactly(total: int) -> None:
    shares = rules.share_out(total, {"big": 90.0, "middle": 9.0, "small": 1.0})
    assert sum(shares.values()) == total


def test_the_smallest_gets_one_while_there_are_enough() -> None:
    assert rules.share_out(100, {"big": 1e9, "small": 1.0}) == {"big": 99, "small": 1}


def test_the_biggest_come_first_when_there_are_too_few() -> None:
    assert rules.share_out(1, {"small": 1.0, "big": 2.0}) == {"big": 1}


@pytest.mark.parametrize("days", range(7))
def test_the_summit_is_on_a_saturday_six_weeks_ahead(days: int) -> None:
    now = NOW + timedelta(days=days)
    start = rules.beginning(now, "Europe/Paris")
    assert (start.weekday(), start.hour) == (rules.SATURDAY, 15)
    assert timedelta(days=41) < start - now < timedelta(days=50)


def test_a_clock_change_does_not_move_the_hour() -> None:
    winter = datetime(2027, 3, 1, 23, 30, tzinfo=UTC)
    start = rules.beginning(winter, "Europe/Paris")
    assert (start.hour, start.utcoffset()) == (15, timedelta(hours=2))


def test_nobody_signs_up_in_the_future_or_is_confirmed_before_signing_up() -> None:
    chance = rules.generator(1, "course")
    for _ in range(2000):
        course = rules.course(NOW, chance, has_address=True)
        moments = [m for m in (course.created_at, course.confirmed_at, course.ended_at) if m]
        assert moments == sorted(moments)
        assert NOW - rules.SPREAD <= course.created_at <= moments[-1] <= NOW


def test_what_is_pending_still_holds_its_seats() -> None:
    chance = rules.generator(1, "course")
    courses = [rules.course(NOW, chance, has_address=True) for _ in range(2000)]
    pending = [course for course in courses if course.state == "pending"]
    assert pending
    assert all(course.held_until and course.held_until > NOW for course in pending)


def test_without_an_address_there_is_nothing_to_confirm() -> None:
    chance = rules.generator(1, "course")
    states = {rules.course(NOW, chance, has_address=False).state for _ in range(200)}
    assert states == {"confirmed"}


def test_an_id_carries_its_moment() -> None:
    made = rules.time_ordered_id(NOW, rules.generator(1, "id"))
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == int(NOW.timestamp() * 1000)


def test_one_subject_does_not_move_another() -> None:
    drawn = rules.generator(1, "places", "DE").random()
    assert rules.generator(1, "places", "DE").random() == drawn
    assert rules.generator(1, "places", "FR").random() != drawn
    assert rules.generator(2, "places", "DE").random() != drawn


@pytest.mark.parametrize(("language", "shown"), [("en", "2027"), ("fa", "۲۰۲۷"), ("ar", "٢٠٢٧")])
def test_a_year_stands_in_the_digits_of_its_language(language: str, shown: str) -> None:
    assert rules.digits(2027, language) == shown

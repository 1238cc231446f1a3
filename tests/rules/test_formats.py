"""Numbers, moments and zones as people of a language write them."""

from datetime import UTC, datetime, timedelta

import pytest

from app.web import formats

NOWRUZ = datetime(2027, 3, 20, 20, 24, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "language", "written"),
    [
        (0, "en", "0"),
        (12400, "en", "12,400"),
        (0, "fa", "۰"),
        (12400, "fa", "۱۲٬۴۰۰"),
        (12400, "ar", "١٢٬٤٠٠"),
        (12400, "de", "12.400"),
        (12400, "fr", "12\u202f400"),
    ],
)
def test_a_number_has_the_digits_and_the_marks_of_its_language(
    value: int, language: str, written: str
) -> None:
    assert formats.number(value, language) == written


@pytest.mark.parametrize(
    ("zone", "language", "written"),
    [
        ("Europe/Berlin", "en", "Saturday 20 March 2027"),
        ("Asia/Tehran", "en", "Saturday 20 March 2027"),
        ("Asia/Tokyo", "en", "Sunday 21 March 2027"),
        ("Asia/Tehran", "fa", "شنبه ۲۹ اسفند ۱۴۰۵ (۲۰ مارس ۲۰۲۷)"),
        ("Asia/Riyadh", "ar", "السبت، ٢٠ مارس ٢٠٢٧"),
        ("Europe/Berlin", "de", "Samstag, 20. März 2027"),
        ("Europe/Paris", "fr", "samedi 20 mars 2027"),
        ("Europe/Madrid", "es", "sábado, 20 de marzo de 2027"),
        ("Asia/Kabul", "fa", "یکشنبه ۱ فروردین ۱۴۰۶ (۲۱ مارس ۲۰۲۷)"),
    ],
)
def test_days_are_those_of_the_zone_and_in_persian_of_both_calendars(
    zone: str, language: str, written: str
) -> None:
    assert formats.day(NOWRUZ, zone, language) == written


@pytest.mark.parametrize(
    ("zone", "language", "written"),
    [
        ("UTC", "en", "20:24"),
        ("Europe/Berlin", "en", "21:24"),
        ("Asia/Kathmandu", "en", "02:09"),
        ("Asia/Tehran", "fa", "۲۳:۵۴"),
    ],
)
def test_times_are_by_the_24_hour_clock_of_the_zone(zone: str, language: str, written: str) -> None:
    assert formats.clock_time(NOWRUZ, zone, language) == written


def test_what_is_soon_has_its_day_where_that_is_not_today() -> None:
    for hours, zone, written in (
        (3, "UTC", "20:24"),
        (3, "Europe/Berlin", "21:24"),
        (30, "UTC", "Saturday 20 March 2027, 20:24"),
        # In Tehran it was yesterday already, and in Los Angeles still is today.
        (3, "Asia/Tehran", "23:54"),
        (-1, "Asia/Tehran", "Saturday 20 March 2027, 23:54"),
        (-1, "America/Los_Angeles", "13:24"),
    ):
        now = NOWRUZ - timedelta(hours=hours)
        assert formats.soon(NOWRUZ, now, zone, "en") == written


@pytest.mark.parametrize(
    ("zone", "language", "name"),
    [
        ("UTC", "en", "UTC"),
        ("Asia/Tehran", "en", "Tehran"),
        ("Asia/Tehran", "fa", "تهران"),
        ("America/Argentina/Buenos_Aires", "en", "Buenos Aires"),
    ],
)
def test_a_zone_is_named_by_its_city(zone: str, language: str, name: str) -> None:
    assert name in formats.zone_name(zone, language)


def test_digits_follow_the_language() -> None:
    assert formats.digits("A-1403", "fa") == "A-۱۴۰۳"
    assert formats.digits("A-1403", "ar") == "A-١٤٠٣"
    assert formats.digits("A-1403", "de") == "A-1403"


def test_what_is_just_now_is_a_second_ago_and_never_ahead() -> None:
    assert formats.time_left(NOWRUZ, NOWRUZ, "en") == "1 second ago"
    assert formats.time_left(NOWRUZ, NOWRUZ, "fa") == "۱ ثانیه پیش"
    assert formats.time_left(NOWRUZ + timedelta(weeks=6), NOWRUZ, "en") == "in 6 weeks"

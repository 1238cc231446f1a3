"""Moments, numbers and zones as people of a language write them."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_timedelta, get_timezone_location
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import get_locale
from persiantools.jdatetime import JalaliDate

from app import clock

# CLDR translates these zones under the names that they had.
OLD_NAMES = {
    "Africa/Asmara": "Africa/Asmera",
    "America/Argentina/Buenos_Aires": "America/Buenos_Aires",
    "America/Nuuk": "America/Godthab",
    "Asia/Ho_Chi_Minh": "Asia/Saigon",
    "Asia/Kathmandu": "Asia/Katmandu",
    "Asia/Kolkata": "Asia/Calcutta",
    "Asia/Yangon": "Asia/Rangoon",
    "Atlantic/Faroe": "Atlantic/Faeroe",
    "Europe/Kyiv": "Europe/Kiev",
    "Pacific/Pohnpei": "Pacific/Ponape",
}
DIGITS = {
    "fa": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"),
    "ar": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
}
# CLDR writes Arabic with Latin digits, as the Maghreb does; most of our readers do not.
NUMBERS = {"ar": "arab"}
# Of the full dates of CLDR, only the English one begins with the month.
DAYS = {"en": "EEEE d MMMM yyyy"}
_SECOND = timedelta(seconds=1)
COMMAS = {"fa": "، ", "ar": "، "}


def init_app(app: Flask) -> None:
    """Offer the formats as template filters in the page's language."""
    app.add_template_filter(lambda value: number(value, _language()), "number")
    app.add_template_filter(lambda value, zone: day_and_time(value, zone, _language()), "moment")
    app.add_template_filter(lambda value, zone: day(value, zone, _language()), "day")
    app.add_template_filter(lambda value, zone: clock_time(value, zone, _language()), "clock_time")
    app.add_template_filter(lambda value, zone: soon(value, clock.now(), zone, _language()), "soon")
    app.add_template_filter(lambda value: time_left(value, clock.now(), _language()), "time_left")
    app.add_template_filter(lambda zone: zone_name(zone, _language()), "zone_name")
    app.add_template_filter(lambda value: digits(str(value), _language()), "digits")


def number(value: int, language: str) -> str:
    """12400 as "12,400" or "۱۲٬۴۰۰"."""
    system = NUMBERS.get(language, "default")
    written = format_decimal(value, locale=language, numbering_system=system)
    return digits(str(written), language)


def digits(text: str, language: str) -> str:
    """A text with the digits of the language."""
    return text.translate(DIGITS.get(language, {}))


def day(moment: datetime, zone: str, language: str) -> str:
    """The day of a moment in a zone; in Persian the Jalali date, the Gregorian beside it."""
    return _day(moment.astimezone(ZoneInfo(zone)).date(), language)


# By the clock on the wall: all zones share a few days, and the minutes of one day.
@lru_cache(maxsize=1024)
def _day(local: date, language: str) -> str:
    if language == "fa":
        jalali = JalaliDate.to_jalali(local)  # type: ignore[no-untyped-call]
        weekday, rest = (jalali.strftime(part, locale="fa") for part in ("%A", "%B %Y"))
        written = f"{weekday} {digits(str(jalali.day), 'fa')} {rest}"
        return f"{written} ({digits(format_date(local, 'd MMMM yyyy', 'fa'), 'fa')})"
    return digits(format_date(local, DAYS.get(language, "full"), language), language)


def clock_time(moment: datetime, zone: str, language: str) -> str:
    """Hours and minutes in a zone, by the 24-hour clock."""
    return digits(moment.astimezone(ZoneInfo(zone)).strftime("%H:%M"), language)


def day_and_time(moment: datetime, zone: str, language: str) -> str:
    """Day and time of a moment in a zone."""
    comma = COMMAS.get(language, ", ")
    return f"{day(moment, zone, language)}{comma}{clock_time(moment, zone, language)}"


def soon(moment: datetime, now: datetime, zone: str, language: str) -> str:
    """The hour alone where a moment is today, else with its day."""
    today = moment.astimezone(ZoneInfo(zone)).date() == now.astimezone(ZoneInfo(zone)).date()
    return (clock_time if today else day_and_time)(moment, zone, language)


def time_left(moment: datetime, now: datetime, language: str) -> str:
    """How far away a moment is, such as "in 6 weeks"; what is just now is a second ago."""
    away = moment - now
    if abs(away) < _SECOND:
        away = -_SECOND
    # From two of a unit on: "in 6 weeks" says more than "in 1 month".
    written = format_timedelta(away, threshold=2, add_direction=True, locale=language)
    return digits(written, language)


def span(length: timedelta, language: str) -> str:
    """A length of time, such as "90 minutes"; from two of a unit on."""
    return digits(format_timedelta(length, threshold=2, locale=language), language)


def page_span(length: timedelta) -> str:
    """A length of time in the language of the page, for messages."""
    return span(length, _language())


def page_number(value: int) -> str:
    """A number in the language of the page, with its thousands set apart, for messages."""
    return number(value, _language())


def page_digits(value: object) -> str:
    """A value with the digits of the page's language."""
    return digits(str(value), _language())


@lru_cache(maxsize=1024)
def zone_name(zone: str, language: str) -> str:
    """A zone by its city, such as "Tehran"; "UTC" stays as it is."""
    if zone in ("UTC", "Etc/UTC"):
        return "UTC"
    zone = OLD_NAMES.get(zone, zone)
    return str(get_timezone_location(zone, locale=Locale.parse(language), return_city=True))


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "en"

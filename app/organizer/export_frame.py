"""What stands around the rows of an exported workbook: heads, widths, and a sheet about it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import get_locale
from flask_babel import gettext as _

from app.events.models import Event
from app.organizer.export import MOMENTS
from app.organizer.list_form import HEADS
from app.organizer.spreadsheet import Value
from app.organizer.workbook import SheetColumn, Sheets
from app.web.formats import day_and_time

WIDTHS = {"name": 28, "email": 30, "note": 40, "party_size": 9, "location_name": 30, "city": 20}
USUAL_WIDTH = 18


def frame_of(
    event: Event, title: str, columns: Sequence[str], filters: Mapping[str, str], now: datetime
) -> Sheets:
    """The frame in the page's language; moments are told to be by the event's clock."""
    locale = get_locale()
    language = str(locale or "en")
    return Sheets(
        title=_("Registrations"),
        columns=[_column(name, event.timezone) for name in columns],
        about_title=_("About this file"),
        about=[
            (_("Event"), title),
            (_("Taken out"), f"{day_and_time(now, event.timezone, language)} ({event.timezone})"),
            (_("Filters"), _filters(filters)),
            (_("Times"), _("by the hour, on the clocks of %(zone)s", zone=event.timezone)),
            (_("Please"), _("Keep this file where only the team can read it, and delete it soon.")),
        ],
        sheet_is_full=_("The sheet is full. The CSV file holds everybody."),
        right_to_left=bool(locale and locale.text_direction == "rtl"),
    )


def mark_of(event: Event, taker: str, columns: Sequence[str], now: datetime) -> list[Value]:
    """The line that says who took a file, and when; as long as every other line."""
    language = str(get_locale() or "en")
    moment = f"{day_and_time(now, event.timezone, language)} ({event.timezone})"
    text = _("Taken out by %(who)s, %(moment)s", who=taker, moment=moment)
    return [str(text), *([None] * (len(columns) - 1))]


def _column(name: str, zone: str) -> SheetColumn:
    head, moments = str(HEADS[name]), name in MOMENTS
    return SheetColumn(
        f"{head} ({zone})" if moments else head, WIDTHS.get(name, USUAL_WIDTH), moments
    )


def _filters(filters: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in filters.items()) or _("none")

"""The list as a workbook, and the columns that somebody chose, opened again."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook

from app.audit.queries import latest_entries
from app.events.models import Event
from app.locations.models import Location
from app.registration.rules import RegistrationState
from tests import factories, pages

PATH = "/organizer/summit/registrations.xlsx"
CSV_PATH = "/organizer/summit/registrations.csv"


def opened(client: FlaskClient, query: str = "", **how: object) -> Workbook:
    answer = client.get(f"{PATH}{query}", **how)
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.data))


def table(book: Workbook) -> list[dict[str, object]]:
    heads, *rows = book.worksheets[0].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_the_workbook_holds_everybody_newest_first_with_dates_and_numbers_as_such(
    organizer_client: FlaskClient, location: Location, now: datetime
) -> None:
    factories.make_registration(location=location, name="Ann", party_size=3)
    late, off = now + timedelta(minutes=59), RegistrationState.CANCELLED
    factories.make_registration(
        location=location, name="سارا", email="sara@example.org", now=late, state=off
    )
    rows = table(opened(organizer_client))
    assert [row["Name"] for row in rows] == ["سارا", "Ann"]
    assert rows[1]["People"] == 3
    hour = rows[1]["Signed up (Europe/Berlin)"]
    assert hour == (now + timedelta(hours=1)).replace(tzinfo=None)
    assert rows[0]["State"] == "Cancelled"
    assert rows[1]["Country"] == "Germany"


def test_its_name_and_kind_are_what_a_browser_needs(
    organizer_client: FlaskClient, location: Location
) -> None:
    answer = organizer_client.get(PATH)
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    assert answer.headers["Cache-Control"] == "no-store"
    assert (
        'filename="summit-registrations-2027-01-15.xlsx"' in (answer.headers["Content-Disposition"])
    )


@pytest.mark.parametrize("name", ["=1+1", "+1", "@SUM(A1)", "＝1", "\t=1", "-2+3"])
def test_what_looks_like_a_formula_stays_text_even_when_its_cell_is_edited(
    organizer_client: FlaskClient, location: Location, name: str
) -> None:
    factories.make_registration(location=location, name=name)
    cell = opened(organizer_client, "?columns=name").worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)


def test_what_xml_cannot_hold_breaks_no_file(
    organizer_client: FlaskClient, location: Location
) -> None:
    factories.make_registration(location=location, name="A\x0bnn <b>&amp; \ufffe")
    assert table(opened(organizer_client, "?columns=name")) == [
        {"Name": "A\ufffdnn <b>&amp; \ufffd"}
    ]


def test_in_persian_both_sheets_run_from_right_to_left(
    organizer_client: FlaskClient, location: Location
) -> None:
    factories.make_registration(location=location)
    book = opened(organizer_client, headers={"Accept-Language": "fa"})
    assert [sheet.sheet_view.rightToLeft for sheet in book.worksheets] == [True, True]
    assert "کشور" in table(book)[0]
    english = opened(organizer_client)
    assert not any(sheet.sheet_view.rightToLeft for sheet in english.worksheets)


@pytest.mark.parametrize("path", [PATH, CSV_PATH])
def test_a_file_keeps_to_filters_and_columns_whatever_else_the_address_says(
    organizer_client: FlaskClient, event: Event, location: Location, path: str
) -> None:
    paris = factories.make_location(event=event, city="Paris", country="FR")
    factories.make_registration(location=location, name="Ann")
    factories.make_registration(location=paris, name="Bob", email="bob@example.org")
    query = "?country=FR&columns=city&columns=name&columns=identity_box"
    data = organizer_client.get(f"{path}{query}").data
    if path == PATH:
        assert table(load_workbook(io.BytesIO(data))) == [{"Name": "Bob", "City": "Paris"}]
    else:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert rows == [["name", "city"], ["Bob", "Paris"]]


def test_the_second_sheet_says_what_was_taken_out_and_when(
    organizer_client: FlaskClient, location: Location
) -> None:
    book = opened(organizer_client, "?country=DE")
    about = dict(book.worksheets[1].iter_rows(values_only=True))
    assert about["Event"] == "Nowruz Summit"
    assert about["Filters"] == "country=DE"
    assert "Europe/Berlin" in str(about["Taken out"])


def test_bad_filters_lead_back_to_the_list_which_says_why(
    organizer_client: FlaskClient, event: Event
) -> None:
    answer = organizer_client.get(f"{PATH}?since=tomorrow")
    assert answer.status_code == 303
    assert answer.location == "/organizer/summit/registrations?since=tomorrow"


def test_the_log_says_which_columns_went_into_which_file(
    organizer_client: FlaskClient, location: Location
) -> None:
    organizer_client.get(f"{PATH}?country=DE&columns=city")
    entry = latest_entries("registrations.exported")[0]
    assert entry.detail == {
        "file": "xlsx",
        "filters": {"country": "DE"},
        "columns": ["city"],
        "rows": 0,
    }


def test_the_list_shows_the_chosen_columns_and_its_links_keep_them(
    organizer_client: FlaskClient, location: Location
) -> None:
    factories.make_registration(location=location, note="brings tea")
    path = "/organizer/summit/registrations?columns=note&columns=city"
    page = pages.open_page(organizer_client, path)
    assert page.all("table.rows thead th") == ["Choose", "Name", "Note", "City"]
    assert page.all("table.rows tbody td") == ["", "brings tea", "Berlin"]
    assert page.links("registrations.xlsx?columns=note&columns=city")


def test_the_ticks_of_the_columns_are_one_named_group(
    organizer_client: FlaskClient, location: Location
) -> None:
    page = pages.open_page(organizer_client, "/organizer/summit/registrations?columns=city")
    assert page.all("fieldset#columns > legend") == ["Columns"]
    ticked = page.tree.css("fieldset#columns input[checked]")
    assert [tick.attributes["value"] for tick in ticked] == ["city"]

"""The list as a CSV file."""

import csv
import io
from datetime import datetime, timedelta

import openpyxl
import pytest
from flask.testing import FlaskClient

from app.audit.queries import latest_entries
from app.database import db
from app.events.models import Event
from app.locations.models import Location
from app.registration.queries import desk
from app.registration.rules import RegistrationState
from tests import factories

PATH = "/organizer/summit/registrations.csv"


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_file_holds_everybody_newest_first(
    organizer_client: FlaskClient, location: Location, now: datetime
) -> None:
    factories.make_registration(location=location, name="Ann", party_size=3, note='Says "hi"')
    factories.make_registration(
        location=location,
        name="سارا",
        email="sara@example.org",
        now=now + timedelta(minutes=59),
        state=RegistrationState.CANCELLED,
    )
    answer = organizer_client.get(PATH)
    assert answer.mimetype == "text/csv"
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'filename="summit-registrations-2027-01-15.csv"' in answer.headers["Content-Disposition"]
    rows = read(answer.data.decode("utf-8-sig"))
    assert [row["name"] for row in rows] == ["سارا", "Ann"]
    assert rows[1]["note"] == 'Says "hi"'
    assert rows[1]["party_size"] == "3"
    assert {row["signed_up"] for row in rows} == {"2027-01-15T13:00:00+01:00"}


def test_what_a_stranger_typed_never_becomes_a_formula(
    organizer_client: FlaskClient, location: Location
) -> None:
    factories.make_registration(location=location, name="=1+1", note="\t@SUM(A1)")
    row = read(organizer_client.get(PATH).data.decode("utf-8-sig"))[0]
    assert row["name"] == "'=1+1"
    assert row["note"] == "'\t@SUM(A1)"


def test_the_file_keeps_to_the_filters_of_the_list(
    organizer_client: FlaskClient, event: Event, location: Location
) -> None:
    paris = factories.make_location(event=event, city="Paris", country="FR")
    factories.make_registration(location=location, name="Ann")
    factories.make_registration(location=paris, name="Bob", email="bob@example.org")
    rows = read(organizer_client.get(f"{PATH}?country=FR").data.decode("utf-8-sig"))
    assert [row["name"] for row in rows] == ["Bob"]


def test_batches_meet_without_a_gap_while_rows_arrive(
    event: Event, now: datetime, organizer: object
) -> None:
    online = factories.make_online_location(event=event)
    made = [
        factories.make_registration(
            location=online, email=f"guest{n}@example.org", now=now + timedelta(seconds=n // 3)
        ).id
        for n in range(12)
    ]
    original, desk.BATCH = desk.BATCH, 5
    try:
        batches = desk.rows_to_export(event.id, desk.Filters(), countries=())
        seen = [row.id for row in next(batches)]
        factories.make_registration(
            location=online, email="late@example.org", now=now + timedelta(days=1)
        )
        seen += [row.id for batch in batches for row in batch]
    finally:
        desk.BATCH = original
    assert len(seen) == len(made)
    assert set(seen) == set(made)


def test_who_took_the_list_out_stands_in_the_log(
    organizer_client: FlaskClient, organizer: object, location: Location
) -> None:
    factories.make_registration(location=location)
    organizer_client.get(f"{PATH}?country=DE")
    entry = latest_entries("registrations.exported")[0]
    assert entry.actor.startswith("organizer:")
    assert entry.detail == {"file": "csv", "filters": {"country": "DE"}, "columns": [], "rows": 1}


@pytest.mark.parametrize("by_setting", [True, False])
def test_a_line_says_who_took_the_list_where_it_is_wanted(
    by_setting: bool, organizer_client: FlaskClient, event: Event, location: Location
) -> None:
    factories.make_registration(location=location)
    event.marks_exports = by_setting
    db.session.commit()
    plain, marked = PATH, f"{PATH}?columns=name&columns=city&mark=1"
    assert b"Taken out by" in organizer_client.get(marked).data
    assert (b"Taken out by" in organizer_client.get(plain).data) == by_setting
    _heads, mark, row = list(csv.reader(io.StringIO(organizer_client.get(marked).text)))
    assert mark[0].startswith("Taken out by omar@example.org, ")
    assert len(mark) == len(row) == 2
    sheet = organizer_client.get(marked.replace(".csv", ".xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(sheet.data))
    assert book.worksheets[0]["A2"].value == mark[0]

"""A file of people: which column is which, and what is wrong in which line."""

import pytest

from app.registration.people_file import (
    Expected,
    Imported,
    read_people,
    read_sheet,
    recognise,
)
from app.registration.rules import MOST_IMPORTED
from app.web.csv_reading import BadFile, decode

EVENT = Expected(
    largest_party=10, languages={"en": "en", "fa": "fa", "فارسی": "fa"}, language="en", location="X"
)


def read(text: str, expected: Expected = EVENT) -> list[Imported]:
    sheet = read_sheet(text)
    own = {name: {name} for name in ("email", "name", "party_size", "language", "location", "note")}
    return read_people(sheet, recognise(sheet.heads, own), expected)


def faults_of(text: str, expected: Expected = EVENT) -> list[str]:
    with pytest.raises(BadFile) as caught:
        read(text, expected)
    return [str(fault) for fault in caught.value.faults]


def test_a_line_is_a_sign_up_and_empty_cells_mean_the_usual() -> None:
    ann, bob = read(
        "email,name,party_size,language,location,note\r\n"
        'Ann@Example.org,"Ann, Lee",۳,فارسی,ABC,"two\r\nlines"\r\n\r\n'
        "bob@example.org\r\n"
    )
    assert ann == Imported(2, "Ann@example.org", "Ann, Lee", 3, "fa", "ABC", "two lines")
    assert bob == Imported(5, "bob@example.org", "", 1, "en", "X", "")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_semicolons_and_tabs_stand_between_cells_as_well(separator: str) -> None:
    text = "email,name,note\na@example.org,Ann,x\n".replace(",", separator)
    assert read(text)[0].name == "Ann"


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ("not an address,,", "email"),
        (",Ann,", "email"),
        ("a@example.org\x00,,", "email"),
        ("a@example.org,,0", "party_size"),
        ("a@example.org,,-1", "party_size"),
        ("a@example.org,,11", "party_size"),
        (f"a@example.org,{'a' * 121},", "name"),
        (f"{'a' * 255}@example.org,,", "email"),
    ],
)
def test_a_bad_cell_is_named_by_line_and_column(cells: str, column: str) -> None:
    good = "b@example.org,,1\n"
    (fault,) = faults_of(f"email,name,party_size\n{good}{cells}\nc@example.org,,2\n")
    assert fault.startswith(f"line 3, column {column}: ")


def test_all_faults_are_told_at_once_and_an_address_may_stand_there_once() -> None:
    nowhere = Expected(largest_party=10, languages={"en": "en"}, language="en")
    text = "email,location\na@example.org,X\nb@example.org,\nA@Example.org,X\nc@example.org,X,1,2\n"
    assert faults_of(text, nowhere) == [
        "line 3, column location: is empty",
        "line 4, column email: is in line 2 already",
        "line 5: 4 cells, but 2 columns",
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        "email\nä@example.org\n".encode("cp1252"),
        "email\na@example.org\n".encode("utf-16"),
        b'email\n"a@example.org\n',
        b"email\n" + b"a" * 200_000,
    ],
)
def test_what_is_no_csv_or_stops_half_way_is_refused(content: bytes) -> None:
    with pytest.raises(BadFile):
        read(decode(content))


def test_one_person_too_many_is_refused() -> None:
    lines = "".join(f"a{number}@example.org\n" for number in range(MOST_IMPORTED + 1))
    assert faults_of(f"email\n{lines}") == [
        f"line {MOST_IMPORTED + 2}: a file may hold 30000 people"
    ]

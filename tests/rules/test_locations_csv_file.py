import pytest

from app.locations.csv_file import read_rows
from app.locations.models import LocationKind
from app.web.csv_reading import BadFile

HEADER = "name,kind,city,country"


def faults_of(text: str, encoding: str = "utf-8") -> list[str]:
    with pytest.raises(BadFile) as caught:
        read_rows(text.encode(encoding))
    return [str(fault) for fault in caught.value.faults]


def test_a_file_from_a_spreadsheet_with_a_mark_in_front_is_read() -> None:
    (row,) = read_rows(f"{HEADER}\r\nOld Mill,Hall,Berlin,de\r\n\r\n".encode("utf-8-sig"))
    assert (row.kind, row.country, row.capacity, row.listed) == (
        LocationKind.HALL,
        "DE",
        None,
        True,
    )


def test_digits_of_any_script_are_digits() -> None:
    (row,) = read_rows(f"{HEADER},capacity\nسرا,hall,تهران,IR,۲۰\n".encode())
    assert row.capacity == 20


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("capacity", "0"),
        ("capacity", "-1"),
        ("capacity", "2.5"),
        ("capacity", "1000000000"),
        ("latitude", "nan"),
        ("longitude", "181"),
        ("timezone", "Berlin"),
        ("languages", "klingonish"),
        ("listed", "maybe"),
        ("access", "a" * 401),
        ("external_id", "a\x00b"),
    ],
)
def test_a_bad_cell_is_named_by_line_and_column(column: str, cell: str) -> None:
    text = f"{HEADER},{column}\nA,hall,Berlin,DE,\nB,hall,Berlin,DE,{cell}\n"
    (fault,) = faults_of(text)
    assert fault.startswith(f"line 3, column {column}: ")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("A,castle,Berlin,DE", "kind"),
        ("A,hall,Berlin,Germany", "country"),
        ("A,hall,,DE", "city"),
        (",hall,Berlin,DE", "name"),
    ],
)
def test_the_four_columns_must_make_sense(row: str, column: str) -> None:
    assert faults_of(f"{HEADER}\n{row}\n")[0].startswith(f"line 2, column {column}: ")


def test_lines_are_counted_as_an_editor_does() -> None:
    text = f'{HEADER},access\nA,hall,Berlin,DE,"two\nlines"\nB,castle,Berlin,DE,\n'
    assert faults_of(text)[0].startswith("line 4, column kind")


def test_a_missing_an_unknown_and_a_double_column_are_told() -> None:
    assert faults_of("name,kind,city\n") == ["line 1, column country: is missing"]
    assert faults_of(f"{HEADER},seats\n") == ["line 1, column seats: is not known"]
    assert faults_of(f"{HEADER},city\n") == ["line 1, column city: is there twice"]


def test_ten_megabytes_in_one_field_are_a_fault_of_its_line() -> None:
    (fault,) = faults_of(f"{HEADER}\nA,hall,Berlin,DE\n{'x' * 10_000_000},hall,Berlin,DE\n")
    assert "line 3" in fault


def test_a_broken_row_of_thirty_thousand_is_named_by_its_line() -> None:
    rows = [f"Hall {number},hall,Berlin,DE" for number in range(2, 30_002)]
    rows[29_999 - 2] = "Hall,castle,Berlin,DE"
    (fault,) = faults_of("\r\n".join([HEADER, *rows]))
    assert fault.startswith("line 29999, column kind")


def test_the_old_encoding_of_a_persian_windows_is_told() -> None:
    (fault,) = faults_of(f"{HEADER}\nسرای محله,hall,تهران,IR\n".replace("ی", "ي"), "cp1256")
    assert "line 2" in fault
    assert "UTF-8" in fault
    assert "cp1256" in fault


def test_semicolons_utf_16_and_open_quotes_are_told() -> None:
    assert "commas" in faults_of("name;kind;city;country\n")[0]
    assert "UTF-16" in faults_of(HEADER, "utf-16")[0]
    assert "not CSV" in faults_of(f'{HEADER}\n"A,hall\n')[0]


def test_the_same_outside_number_twice_is_a_fault() -> None:
    text = f"external_id,{HEADER}\n7,A,hall,Berlin,DE\n7,B,hall,Berlin,DE\n"
    assert faults_of(text) == ["line 3, column external_id: is in the file twice"]


def test_half_a_point_is_a_fault() -> None:
    text = f"{HEADER},latitude\nA,hall,Berlin,DE,52.5\n"
    assert faults_of(text)[0].startswith("line 2, column longitude")

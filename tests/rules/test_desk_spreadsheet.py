"""A CSV file that a spreadsheet shows and never runs."""

import csv
import io

import pytest

from app.organizer.spreadsheet import Cell, safe_cell, write_csv


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "\u3000=1",
        "\u200b=1",
        "\ufeff=1",
        "\u202e=1",
        "＝1",
        "＋1",
        "－1",
        "＠SUM(A1)",
        "﹣1",
        "+98-912-1234",
        "+1*2",
        "+",
        '=HYPERLINK("http://eve.example","Ann")',
    ],
)
def test_a_formula_becomes_text(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "Ann",
        "سارا",
        "O'Brien",
        "ann+tag@example.org",
        "a=b",
        "+989123456789",
        "+98 912 345 6789",
        "2027-01-15T13:00:00+01:00",
        7,
        -7,
        None,
    ],
)
def test_what_is_no_formula_stays_as_it_is(cell: Cell) -> None:
    assert safe_cell(cell) == cell


def test_the_file_is_rfc_4180_in_utf_8_with_a_mark() -> None:
    rows = [['سارا, "Sara"\r\nsecond line', 2], ["=1", None]]
    file = b"".join(write_csv(["name", "people"], [rows]))
    assert file.startswith(b"\xef\xbb\xbf")
    assert b'"name","people"\r\n' in file
    read = list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))
    assert read == [["name", "people"], ['سارا, "Sara"\r\nsecond line', "2"], ["'=1", ""]]


def test_each_batch_is_a_piece_of_its_own() -> None:
    pieces = list(write_csv(["n"], ([[n]] for n in range(3))))
    assert pieces[1:] == [b"0\r\n", b"1\r\n", b"2\r\n"]


def test_one_formula_among_many_plain_cells_is_found_wherever_it_stands() -> None:
    for odd in ("=1", "\t=1", "＝1", "\n=1", " =1", "+1*2"):
        for row in ([odd, "b", 1], ["a", odd, None], ["a,\r\nb", 'c"', odd]):
            file = b"".join(write_csv(["a", "b", "c"], [[["x", "y", "z"], row]]))
            cells = list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))[2]
            assert f"'{odd}" in cells

"""XLSX that flows while it is read: nothing waits on a disk, and any number of rows fits.

XlsxWriter makes the frame, which is small: sheets, styles, widths, direction, the heads.
Its own rows would have to lie in a temporary file until the last one is known, in clear.
So ours are written into the frame's first sheet as they come; docs/adr/0017 says more.
It is loaded by whoever exports first: it takes 14 MB of every process.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import NamedTuple

from app.organizer.spreadsheet import Value

FIRST_SHEET = "xl/worksheets/sheet1.xml"
END_OF_ROWS = "</sheetData>"
MOST_ROWS = 1_048_576
"""What a sheet holds, the heads among them."""
LONGEST_TEXT = 32_767
DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's days have no zone; the heads name it
DATE_FORMAT = "yyyy-mm-dd hh:mm"

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_READS_LIKE_AN_ESCAPE = re.compile(r"(?=_x[0-9A-Fa-f]{4}_)")
_DIMENSION = re.compile(r"<dimension [^>]*/>")
_STYLES = re.compile(r'<col min="(\d+)" max="(\d+)" width="[\d.]+" style="(\d+)"')


class SheetColumn(NamedTuple):
    """A column's head, its width in characters, and whether it holds moments."""

    head: str
    width: int
    moments: bool = False


@dataclass(frozen=True)
class Sheets:
    """What surrounds the rows."""

    title: str
    columns: Sequence[SheetColumn]
    about_title: str
    about: Sequence[tuple[str, str]]
    """What the second sheet says of the file, line by line."""
    sheet_is_full: str
    """Stands in the last row when there are more than a sheet holds."""
    right_to_left: bool = False


@dataclass
class _Pieces:
    """A file that forgets what was taken from it; it cannot seek, so the archive does not."""

    written: list[bytes] = field(default_factory=list)

    def write(self, data: bytes) -> int:
        self.written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """Nothing is open."""

    def take(self) -> bytes:
        taken = b"".join(self.written)
        self.written.clear()
        return taken


def write_workbook(sheets: Sheets, batches: Iterable[Iterable[Sequence[Value]]]) -> Iterator[bytes]:
    """A workbook in pieces, one for each batch of rows; moments stand as their own clocks say."""
    pieces = _Pieces()
    with (
        zipfile.ZipFile(_frame(sheets)) as frame,
        zipfile.ZipFile(pieces, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for name in frame.namelist():
            if name != FIRST_SHEET:
                archive.writestr(name, frame.read(name))
        with archive.open(FIRST_SHEET, "w") as sheet:
            for text in _sheet(frame.read(FIRST_SHEET).decode(), sheets, batches):
                sheet.write(text.encode())
                yield pieces.take()
    yield pieces.take()


def _frame(sheets: Sheets) -> io.BytesIO:
    import xlsxwriter  # noqa: PLC0415

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        bold, about = book.add_format({"bold": True}), {"text_wrap": True, "valign": "top"}
        moments = book.add_format({"num_format": DATE_FORMAT, "align": "left"})
        # Text that begins like a formula stays text when somebody edits its cell.
        texts = book.add_format({"quote_prefix": True})
        rows = book.add_worksheet(sheets.title)
        rows.freeze_panes(1, 1)
        for number, column in enumerate(sheets.columns):
            rows.set_column(number, number, column.width, moments if column.moments else texts)
            rows.write_string(0, number, column.head, bold)
        beside = book.add_worksheet(sheets.about_title)
        beside.set_column(0, 1, 40)
        for number, (head, text) in enumerate(sheets.about):
            beside.write_string(number, 0, head, bold)
            beside.write_string(number, 1, text, book.add_format(about))
        if sheets.right_to_left:
            rows.right_to_left()
            beside.right_to_left()
    file.seek(0)
    return file


def _sheet(
    frame: str, sheets: Sheets, batches: Iterable[Iterable[Sequence[Value]]]
) -> Iterator[str]:
    from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415

    head, tail = _DIMENSION.sub("", frame).split(END_OF_ROWS)
    begins = [f'<c r="{xl_col_to_name(n)}%d" s="{style}"' for n, style in enumerate(_styles(head))]
    yield head
    number = 1
    for batch in batches:
        lines: list[str] = []
        for row in batch:
            number += 1
            if number == MOST_ROWS:
                yield "".join(lines) + _row(number, begins, [sheets.sheet_is_full])
                yield END_OF_ROWS + tail
                return
            lines.append(_row(number, begins, row))
        yield "".join(lines)
    yield END_OF_ROWS + tail


def _styles(head: str) -> list[str]:
    """The style of each column; neighbours that are alike stand as one range."""
    return [
        style
        for first, last, style in _STYLES.findall(head)
        for _column in range(int(first), int(last) + 1)
    ]


def _row(number: int, begins: Sequence[str], row: Sequence[Value]) -> str:
    cells = "".join(
        [begin % number + _content(value) for begin, value in zip(begins, row, strict=False)]
    )
    return f'<row r="{number}">{cells}</row>'


def _content(value: Value) -> str:
    if value is None or value == "":
        return "/>"
    if isinstance(value, datetime):
        return f"><v>{(value.replace(tzinfo=None) - DAY_ZERO).total_seconds() / 86400}</v></c>"
    if isinstance(value, int):
        return f"><v>{value}</v></c>"
    return f' t="inlineStr"><is><t xml:space="preserve">{_text(str(value))}</t></is></c>'


def _text(text: str) -> str:
    if not text.isalnum():
        text = _NOT_IN_XML.sub("\ufffd", text[:LONGEST_TEXT])
        # Excel would read the name "_x0041_" as "A".
        text = escape(_READS_LIKE_AN_ESCAPE.sub("_x005F", text), quote=False)
    return text

"""CSV that a spreadsheet shows and never runs (RFC 4180; OWASP "CSV injection")."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

Cell = str | int | None
Value = str | int | datetime | None
"""What a cell of an export holds before it is written for one kind of file."""

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the local code page."""

_BEGINS_A_FORMULA = frozenset("=+-@")
_PHONE = re.compile(r"\+\d[\d ]{5,18}")
_UNSEEN = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))


def write_csv(heads: Sequence[str], batches: Iterable[Iterable[Sequence[Cell]]]) -> Iterator[bytes]:
    """A CSV file in pieces, one for each batch of rows: UTF-8 with a mark, CRLF, texts quoted."""
    yield (BYTE_ORDER_MARK + _lines([heads])).encode()
    for batch in batches:
        # Nearly every cell is empty or begins with a letter or a digit: no call for those.
        rows = [
            [safe_cell(c) if isinstance(c, str) and c and not c[0].isalnum() else c for c in row]
            for row in batch
        ]
        yield _lines(rows).encode()


def safe_cell(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula; numbers of our own stay numbers."""
    # Nearly every cell is empty or begins with a letter or a digit.
    if not cell or not isinstance(cell, str) or cell[0].isalnum():
        return cell
    return f"'{cell}" if _looks_like_a_formula(cell) else cell


def _looks_like_a_formula(text: str) -> bool:
    if text[0] in "\t\r\n":
        return True
    if _PHONE.fullmatch(text):
        return False
    # Spaces and invisible marks in front are skipped, and full-width signs count, too.
    first = next((c for c in text if unicodedata.category(c) not in _UNSEEN), "")
    return unicodedata.normalize("NFKC", first)[:1] in _BEGINS_A_FORMULA if first else False


def _lines(rows: Iterable[Sequence[Cell]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC).writerows(rows)
    return text.getvalue()

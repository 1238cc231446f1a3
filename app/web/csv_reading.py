"""CSV as people send it: bytes in; lines of cells, or faults by line and column, out."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

COMMA: Final = ","
SEPARATORS: Final = (COMMA, ";", "\t")


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where; lines are counted as an editor does, from 1."""

    line: int
    column: str
    text: str

    def __str__(self) -> str:
        """Return the fault in one line."""
        if not self.column:
            return str(_("line %(line)s: %(text)s", line=self.line, text=self.text))
        where = {"line": self.line, "column": self.column, "text": self.text}
        return str(_("line %(line)s, column %(column)s: %(text)s", **where))


class BadFile(Exception):
    """The file holds faults; `faults` names them."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


def decode(content: bytes) -> str:
    """The file as text.

    :raises BadFile: when it is not UTF-8, naming the first line that is not
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BadFile([Fault(1, "", _("the file is UTF-16; please save it as UTF-8"))])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        text = _(
            "the file is not UTF-8; please save it as UTF-8 "
            "(a Persian or Arabic Windows writes cp1256)"
        )
        raise BadFile([Fault(line, "", text)]) from None


def separator_of(text: str) -> str:
    """What stands between the cells: programs in many countries write semicolons."""
    heads = text.lstrip("\r\n").partition("\n")[0]
    return max(SEPARATORS, key=heads.count)


def lines_of(text: str, separator: str = COMMA) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the number of its first line; blank lines are left out.

    :raises BadFile: where the text stops being CSV
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadFile([Fault(line, "", _("this is not CSV: %(error)s", error=error))]) from None


def too_many_cells(line: int, cells: list[str], heads: list[str]) -> Fault | None:
    """What is wrong with a line that is longer than the line of names, if it is."""
    if len(cells) <= len(heads):
        return None
    numbers = {"cells": len(cells), "columns": len(heads)}
    return Fault(line, "", _("%(cells)s cells, but %(columns)s columns", **numbers))


def plain_cell(text: str, longest: int) -> str:
    """A cell in one line.

    :raises ValueError: with the reason in words, when it is too long or cannot be shown
    """
    if len(text) > longest:
        raise ValueError(_("is longer than %(longest)s characters", longest=longest))
    # Nearly every cell is; the categories of its letters cost ten times as much.
    if not text.isprintable() and any(
        unicodedata.category(c) in ("Cc", "Cs") and c not in "\r\n\t" for c in text
    ):
        raise ValueError(_("holds a character that cannot be shown"))
    return " ".join(text.split())

"""A CSV file of people: text in; sign-ups, or faults by line and column, out."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from flask_babel import gettext as _

from app.registration.rules import MOST_IMPORTED, read_party_size
from app.registration.shapes import ADDRESS_LENGTH, NAME_LENGTH, usual_address_among
from app.vault.rules import normalise_address
from app.web.csv_reading import (
    BadFile,
    Fault,
    lines_of,
    plain_cell,
    separator_of,
    too_many_cells,
)
from app.web.formats import page_digits

EMAIL, NAME, PARTY, LANGUAGE, LOCATION, NOTE = (
    *("email", "name", "party_size", "language", "location", "note"),
)
COLUMNS: Final = (EMAIL, NAME, PARTY, LANGUAGE, LOCATION, NOTE)
LONGEST: Final = {EMAIL: ADDRESS_LENGTH, NAME: NAME_LENGTH, NOTE: 1000}
CELL = 200
MOST_FAULTS = 1000
"""A file in which everything is wrong need not be read to its end."""
MOST_COLUMNS = 100


@dataclass(frozen=True)
class Sheet:
    """A file as it came: the names of its columns, and its lines, read as they are asked for."""

    heads: list[str]
    lines: Iterator[tuple[int, list[str]]]


@dataclass(frozen=True)
class Expected:
    """What the event takes, and what stands for an empty cell."""

    largest_party: int
    languages: Mapping[str, str]
    """By code and by name, in lower case."""
    language: str
    location: str = ""
    """A location's code, for lines without one."""
    domains: dict[str, str] = field(default_factory=dict, repr=False)
    """Of mail addresses in this file, those that are good."""


class Imported(NamedTuple):
    """One line of a file, each cell in its right shape."""

    line: int
    email: str
    name: str
    party_size: int
    language: str
    location: str
    """A location's code."""
    note: str


def read_sheet(text: str) -> Sheet:
    """The file's names of columns, and its lines.

    :raises BadFile: when it is empty, or its first line is no CSV
    """
    lines = lines_of(text, separator_of(text))
    line, heads = next(lines, (1, []))
    if not heads:
        raise BadFile([Fault(line, "", _("the file is empty"))])
    if len(heads) > MOST_COLUMNS:
        raise BadFile([Fault(line, "", _("has too many columns"))])
    return Sheet(heads, lines)


def recognise(heads: list[str], words: Mapping[str, Collection[str]]) -> dict[str, int]:
    """Which column of a file is which of ours, by what its head is called in any language."""
    known = {fold_head(word): name for name, all_of_them in words.items() for word in all_of_them}
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        name = known.get(fold_head(head))
        if name:
            found.setdefault(name, place)
    return found


def fold_head(text: str) -> str:
    """A head as it is compared: letters and digits alone, so that "E-mail" is "email"."""
    return "".join(c for c in text.casefold() if c.isalnum())


def read_people(sheet: Sheet, columns: Mapping[str, int], expected: Expected) -> list[Imported]:
    """Every line as a sign-up.

    :param columns: which column of the file is which of ours
    :raises BadFile: with every fault that can be found
    """
    people: list[Imported] = []
    faults: list[Fault] = []
    lines: dict[str, int] = {}
    for line, cells in sheet.lines:
        if len(people) == MOST_IMPORTED:
            most = page_digits(MOST_IMPORTED)
            faults.append(Fault(line, "", _("a file may hold %(most)s people", most=most)))
            break
        one = _person(line, cells, sheet, columns, expected, faults)
        if one is not None:
            people.append(one)
            first = lines.setdefault(normalise_address(one.email), line)
            if first != line:
                text = _("is in line %(line)s already", line=page_digits(first))
                faults.append(Fault(line, sheet.heads[columns[EMAIL]], text))
        if len(faults) >= MOST_FAULTS:
            break
    if faults:
        raise BadFile(faults)
    return people


def _person(
    line: int,
    cells: list[str],
    sheet: Sheet,
    columns: Mapping[str, int],
    expected: Expected,
    faults: list[Fault],
) -> Imported | None:
    too_long = too_many_cells(line, cells, sheet.heads)
    if too_long:
        faults.append(too_long)
        return None
    wrong = len(faults)
    read: dict[str, Any] = {}
    for name in COLUMNS:
        place = columns.get(name, len(cells))
        text = cells[place] if place < len(cells) else ""
        try:
            read[name] = _shape(name, plain_cell(text, LONGEST.get(name, CELL)), expected)
        except ValueError as error:
            head = sheet.heads[columns[name]] if name in columns else name
            faults.append(Fault(line, head, str(error)))
    return Imported(line=line, **read) if len(faults) == wrong else None


def _shape(name: str, text: str, expected: Expected) -> str | int:
    if name == EMAIL:
        return _email(text, expected.domains)
    if name == PARTY:
        return _party(text, expected.largest_party)
    if name == LANGUAGE:
        return _language(text, expected)
    if name == LOCATION:
        return _location(text, expected)
    return text


def _email(text: str, domains: dict[str, str]) -> str:
    if not text:
        raise ValueError(_("is empty"))
    return usual_address_among(text, domains)


def _party(text: str, largest: int) -> int:
    size = read_party_size(text, largest) if text else 1
    if size is None:
        raise ValueError(
            _("Please give a whole number from 1 to %(largest)s.", largest=page_digits(largest))
        )
    return size


def _language(text: str, expected: Expected) -> str:
    code = expected.languages.get(text.casefold()) if text else expected.language
    if code is None:
        raise ValueError(_("is no language of the event"))
    return code


def _location(text: str, expected: Expected) -> str:
    code = text or expected.location
    if not code:
        raise ValueError(_("is empty"))
    return code

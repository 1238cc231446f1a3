"""A CSV file of locations: bytes in; cells, or faults by line and column, out."""

import re
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from babel import Locale
from flask_babel import gettext as _

from app.gazetteer.countries import is_country
from app.locations.models import LocationKind
from app.web.csv_reading import BadFile, Fault, decode, lines_of, plain_cell, too_many_cells

REQUIRED: Final = ("name", "kind", "city", "country")
COLUMNS: Final = (
    *("external_id", *REQUIRED, "latitude", "longitude", "timezone", "capacity"),
    *("languages", "access", "address", "listed"),
)
LONGEST: Final = {"external_id": 80, "name": 120, "city": 120, "access": 400, "address": 400}
MOST_SEATS: Final = 1_000_000

_BETWEEN_LANGUAGES = re.compile(r"[\s,;|]+")
_YES_NO = {"": True, "yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


@dataclass(frozen=True)
class CsvRow:
    """One location as the file has it, each cell in its right shape."""

    line: int
    external_id: str | None
    name: str
    kind: LocationKind
    city: str
    country: str
    latitude: float | None
    longitude: float | None
    timezone: str
    capacity: int | None
    languages: tuple[str, ...]
    access: str
    address: str
    listed: bool


def read_rows(content: bytes) -> list[CsvRow]:
    """Read a whole file.

    :raises BadFile: with every fault that can be found
    """
    lines = lines_of(decode(content))
    header = _header(lines)
    faults: list[Fault] = []
    rows = [row for line, cells in lines if (row := _row(line, header, cells, faults))]
    faults += _twice(rows)
    if faults:
        raise BadFile(sorted(faults, key=lambda fault: fault.line))
    return rows


def _header(lines: Iterator[tuple[int, list[str]]]) -> list[str]:
    line, cells = next(lines, (1, []))
    names = [cell.lower() for cell in cells]
    if len(names) == 1 and ";" in names[0]:
        raise BadFile([Fault(line, "", _("columns must be separated by commas, not semicolons"))])
    faults = [Fault(line, name, _("is missing")) for name in REQUIRED if name not in names]
    faults += [Fault(line, name, _("is not known")) for name in names if name not in COLUMNS]
    faults += [
        Fault(line, name, _("is there twice"))
        for name in sorted(set(names))
        if names.count(name) > 1
    ]
    if faults:
        raise BadFile(faults)
    return names


def _row(line: int, header: list[str], cells: list[str], faults: list[Fault]) -> CsvRow | None:
    too_long = too_many_cells(line, cells, header)
    if too_long:
        faults.append(too_long)
        return None
    cell = dict.fromkeys(COLUMNS, "") | dict(zip(header, cells, strict=False))
    wrong = len(faults)

    def read(column: str, how: Callable[[str], Any]) -> Any:
        try:
            return how(plain_cell(cell[column], LONGEST.get(column, 200)))
        except ValueError as error:
            faults.append(Fault(line, column, str(error)))
            return None

    row = CsvRow(line=line, **{column: read(column, _SHAPES[column]) for column in COLUMNS})
    if row.kind in (LocationKind.HALL, LocationKind.HOME):
        faults += [
            Fault(line, column, _("is empty"))
            for column in ("name", "city")
            if not cell[column] and not (column == "name" and row.kind == LocationKind.HOME)
        ]
    if (row.latitude is None) != (row.longitude is None) and len(faults) == wrong:
        column = "latitude" if row.latitude is None else "longitude"
        faults.append(
            Fault(line, column, _("latitude and longitude must both be given, or neither"))
        )
    return row if len(faults) == wrong else None


def _twice(rows: list[CsvRow]) -> list[Fault]:
    seen: set[str] = set()
    faults = []
    for row in rows:
        if row.external_id in seen:
            faults.append(Fault(row.line, "external_id", _("is in the file twice")))
        elif row.external_id:
            seen.add(row.external_id)
    return faults


def _kind(text: str) -> LocationKind:
    try:
        return LocationKind(text.lower())
    except ValueError:
        raise ValueError(_("must be hall, home or online")) from None


def _country(text: str) -> str:
    if not is_country(text.upper()):
        raise ValueError(_("must be a country's two letters, such as DE"))
    return text.upper()


def _degrees(most: int) -> Callable[[str], float | None]:
    def read(text: str) -> float | None:
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not abs(value) <= most:
            raise ValueError(_("must be a number from -%(most)s to %(most)s", most=most))
        return value

    return read


def _timezone(text: str) -> str:
    if text and text not in _timezones():
        raise ValueError(_("must be a time zone such as Europe/Berlin"))
    return text


def _capacity(text: str) -> int | None:
    if not text:
        return None
    if not (text.isdecimal() and 1 <= int(text[:9]) <= MOST_SEATS and len(text) <= len("1000000")):
        raise ValueError(_("must be a whole number of at least 1, or empty for no limit"))
    return int(text)


def _languages(text: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(code for code in _BETWEEN_LANGUAGES.split(text.lower()) if code))
    unknown = [code for code in codes if code not in _language_codes()]
    if unknown:
        raise ValueError(_("must be language codes such as en, with spaces between them"))
    return codes


def _listed(text: str) -> bool:
    if text.lower() not in _YES_NO:
        raise ValueError(_("must be yes or no"))
    return _YES_NO[text.lower()]


@cache
def _timezones() -> set[str]:
    return zoneinfo.available_timezones()


@cache
def _language_codes() -> frozenset[str]:
    return frozenset(Locale("en").languages)


_SHAPES: Final[dict[str, Callable[[str], Any]]] = {
    **dict.fromkeys(("name", "city", "access", "address"), str),
    "external_id": lambda text: text or None,
    "kind": _kind,
    "country": _country,
    "latitude": _degrees(90),
    "longitude": _degrees(180),
    "timezone": _timezone,
    "capacity": _capacity,
    "languages": _languages,
    "listed": _listed,
}

"""The shipped file of cities: its columns, how it is read and how it is written.

A CSV with a header, in UTF-8, packed with xz; `data/README.md` names its source.
"""

import csv
import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SHIPPED_FILE = Path(__file__).parent / "data" / "cities.csv.xz"

LABEL_LANGUAGES = ("fa", "ar", "de", "fr", "es")
"""Besides English, whose names are the Latin ones where GeoNames knows any."""

COLUMNS = (
    *("id", "name", "country", "region_code", "region"),
    *("latitude", "longitude", "timezone", "population"),
    *LABEL_LANGUAGES,
    "aliases",
)

_BETWEEN_ALIASES = "|"


@dataclass(frozen=True)
class CityRecord:
    """One line of the file; the fields mean what they mean in the table `city`."""

    id: int
    name: str
    country: str
    region_code: str
    """GeoNames' admin1 code, unique within the country."""
    region: str
    latitude: float
    longitude: float
    timezone: str
    population: int
    labels: dict[str, str]
    aliases: tuple[str, ...]


def read_cities(path: Path = SHIPPED_FILE) -> Iterator[CityRecord]:
    """Yield the cities of a file, in its order.

    :raises OSError: when the file cannot be read
    :raises ValueError: when it is not packed with xz, or has other columns than ours
    """
    with lzma.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        try:
            header = tuple(next(rows, ()))
        except lzma.LZMAError:
            header = ()
        if header != COLUMNS:
            raise ValueError(f"{path} is not a file of cities")
        for row in rows:
            yield _record(dict(zip(COLUMNS, row, strict=True)))


def write_cities(path: Path, cities: Iterable[CityRecord]) -> None:
    """Write a file of cities; the same cities give the same bytes."""
    with lzma.open(path, "wt", preset=9 | lzma.PRESET_EXTREME, encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(map(_row, cities))


def _record(cell: dict[str, str]) -> CityRecord:
    return CityRecord(
        id=int(cell["id"]),
        name=cell["name"],
        country=cell["country"],
        region_code=cell["region_code"],
        region=cell["region"],
        latitude=float(cell["latitude"]),
        longitude=float(cell["longitude"]),
        timezone=cell["timezone"],
        population=int(cell["population"]),
        labels={language: cell[language] for language in LABEL_LANGUAGES if cell[language]},
        aliases=tuple(filter(None, cell["aliases"].split(_BETWEEN_ALIASES))),
    )


def _row(city: CityRecord) -> list[str | int | float]:
    return [
        *(city.id, city.name, city.country, city.region_code, city.region),
        *(city.latitude, city.longitude, city.timezone, city.population),
        *(city.labels.get(language, "") for language in LABEL_LANGUAGES),
        _BETWEEN_ALIASES.join(city.aliases),
    ]

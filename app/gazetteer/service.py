"""The one thing that is done to the gazetteer: loading it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, text
from sqlalchemy.dialects import postgresql, sqlite

from app.database import Base, transaction
from app.gazetteer.cities_file import SHIPPED_FILE, CityRecord, read_cities
from app.gazetteer.models import City, CityName
from app.gazetteer.rules import spellings

Progress = Callable[[int, int], None]
"""Called now and then with the rows written so far and the rows in all."""

ROWS_A_BATCH = 5_000

ALIAS_DISCOUNT = 4
"""An alias ranks like the name of a city with so many times fewer people.

Without it "san f" gives Quito (San Francisco de Quito) before San Francisco.
"""

_Row = dict[str, Any]

_cities = Base.metadata.tables[City.__tablename__]
_names = Base.metadata.tables[CityName.__tablename__]


def load_cities(*, progress: Progress | None = None, file: Path = SHIPPED_FILE) -> int:
    """Make the gazetteer hold what the file holds; a second run changes nothing.

    A city that is no longer in the file keeps its row, since locations may refer to it,
    but no search finds it any more.

    :return: how many cities the file has
    :raises OSError: when the file cannot be read
    :raises ValueError: when it is no file of cities
    """
    records = list(read_cities(file))
    cities = [_city_row(record) for record in records]
    names = _name_rows(records)
    total, done = len(cities) + len(names), 0
    with transaction() as session:
        connection = session.connection()
        connection.execute(delete(CityName))
        writes = ((_upsert_city(connection), cities), (insert(_names), names))
        for statement, rows in writes:
            for batch in _batches(rows):
                connection.execute(statement, batch)
                done += len(batch)
                if progress:
                    progress(done, total)
        # Until its statistics are known, PostgreSQL would not trust the index.
        for table in (_cities, _names):
            connection.execute(text(f"ANALYZE {table.name}"))
    return len(records)


def _city_row(record: CityRecord) -> _Row:
    return {
        "id": record.id,
        "name": record.name,
        "country": record.country,
        "region": record.region,
        "latitude": record.latitude,
        "longitude": record.longitude,
        "timezone": record.timezone,
        "population": record.population,
        "labels": record.labels,
    }


def _name_rows(records: Iterable[CityRecord]) -> list[_Row]:
    """Return a row for each spelling of each city, in the order of the index."""
    rows = [row for record in records for row in _names_of(record)]
    return sorted(rows, key=lambda row: (row["key"], row["city_id"]))


def _names_of(record: CityRecord) -> Iterator[_Row]:
    weights = dict.fromkeys(
        (key for name in record.aliases for key in spellings(name)),
        record.population // ALIAS_DISCOUNT,
    )
    for name in (record.name, *record.labels.values()):
        weights |= dict.fromkeys(spellings(name), record.population)
    for key, weight in weights.items():
        yield {"key": key, "city_id": record.id, "country": record.country, "weight": weight}


def _upsert_city(connection: Connection) -> postgresql.Insert | sqlite.Insert:
    statement: postgresql.Insert | sqlite.Insert = (
        postgresql.insert(_cities)
        if connection.dialect.name == "postgresql"
        else sqlite.insert(_cities)
    )
    return statement.on_conflict_do_update(
        index_elements=["id"],
        set_={column.name: column for column in statement.excluded if column.name != "id"},
    )


def _batches(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    for start in range(0, len(rows), ROWS_A_BATCH):
        yield rows[start : start + ROWS_A_BATCH]

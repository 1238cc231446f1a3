"""The SQL statements that a block of code sends."""

import contextlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import event as sqlalchemy_event
from sqlalchemy.engine import Engine


@contextlib.contextmanager
def count_statements() -> Iterator[list[str]]:
    """Collect the SQL statements of the block; its length is the number of round trips.

    What only opens a transaction or sets up a connection is left out, so that both
    databases count alike.
    """
    statements: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            statements.append(statement)

    sqlalchemy_event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sqlalchemy_event.remove(Engine, "before_cursor_execute", note)

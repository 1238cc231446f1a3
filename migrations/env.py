"""Runs the migrations for Flask-Migrate, one process at a time.

Several web processes and mailers may start at once and all upgrade. On PostgreSQL they
queue at an advisory lock; on SQLite at the write lock, which BEGIN IMMEDIATE takes before
the current revision is read. Whoever comes second finds nothing left to do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import Connection, Enum, text

from app.database import UtcDateTime, db

LOCK = 0x6761746865727769  # "gatherwi"


def run() -> None:
    """Upgrade inside one transaction, under a lock that other processes wait for."""
    with db.engine.connect() as connection, _no_cascades(connection):
        # What opens the transaction on SQLite is then BEGIN IMMEDIATE.
        connection.execution_options(writes=True)
        with connection.begin():
            _wait_for_others(connection)
            context.configure(
                connection=connection,
                target_metadata=db.metadata,
                render_as_batch=connection.dialect.name == "sqlite",
                render_item=_render_item,
                compare_type=True,
                **_arguments(),
            )
            context.run_migrations()


@contextmanager
def _no_cascades(connection: Connection) -> Iterator[None]:
    """Let SQLite copy and drop a table, its way to alter one, without dropping its children."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
        orphans = driver.execute("PRAGMA foreign_key_check").fetchall()
        if orphans:
            raise RuntimeError(f"rows without their parents: {orphans[:3]}")
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def _wait_for_others(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _arguments() -> dict[str, Any]:
    given = dict(current_app.extensions["migrate"].configure_args)
    for ours in ("render_as_batch", "compare_type"):
        given.pop(ours, None)
    return given


def _render_item(kind: str, item: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """Write the types of our models as what they are in the database, without importing any."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


if context.is_offline_mode():
    raise SystemExit("These migrations need a database: `flask db upgrade --sql` is not supported.")
run()

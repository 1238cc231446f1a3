"""The database session, the base of every model, and what a transaction is."""

import json
import select
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as ExtensionSession
from sqlalchemy import DateTime, MetaData, TypeDecorator, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Session

WAITS_FOR_A_LOCK = 30.0  # seconds, on SQLite


class Base(DeclarativeBase):
    """What every table inherits."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class ReadingSession(ExtensionSession):
    """A session whose reads stand alone; only `transaction()` opens a transaction.

    PostgreSQL gives each statement of a page a fresh snapshot anyway (READ COMMITTED), so
    a BEGIN and a ROLLBACK around them would be two journeys to the server for nothing.
    """

    def get_bind(self, *_args: Any, **_options: Any) -> Engine:
        return _binding().reads


db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={"expire_on_commit": False, "class_": ReadingSession},
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: refuses naive values, stores UTC, gives UTC back on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@dataclass(frozen=True)
class _Binding:
    """How the application's session talks to its database."""

    reads: Engine
    writing: dict[str, Any]
    """What a connection is told at the beginning of a transaction that writes."""


class TransactionsDoNotNest(RuntimeError):
    """A transaction was opened inside another one; each act has exactly one."""


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit everything that the block adds, or none of it.

    Whatever was read before belongs to an earlier snapshot, which ends here: SQLite
    must take the write lock before the first read of the act, or it may find the
    database changed under it and refuse (BEGIN IMMEDIATE, see docs/adr).

    :raises TransactionsDoNotNest: when called inside another transaction
    """
    session = db.session()
    if session.info.get("in_act"):
        raise TransactionsDoNotNest
    if session.in_transaction():
        session.commit()
    session.info["in_act"] = True
    try:
        session.connection(execution_options=_binding().writing)
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["in_act"] = False


def upsert_into(session: Session, model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that can say ON CONFLICT: both databases spell it alike, SQLAlchemy does not."""
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if is_postgresql else sqlite.insert
    return insert(Base.metadata.tables[model.__tablename__])


def configure(app: Flask, url: str) -> None:
    """Bind the database to the application: engine options, and each database's manners."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    # An error must not print what somebody typed.
    options: dict[str, Any] = {"json_serializer": _compact_json, "hide_parameters": True}
    is_sqlite = url.startswith("sqlite")
    if is_sqlite:
        options["connect_args"] = {"timeout": 30, "check_same_thread": False}
    else:
        options |= {"pool_size": 5, "max_overflow": 10}
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    with app.app_context():
        prepare = _teach_sqlite if is_sqlite else _teach_postgresql
        app.extensions["database binding"] = prepare(db.engine)


def _binding() -> _Binding:
    binding: _Binding = current_app.extensions["database binding"]
    return binding


def _compact_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _teach_postgresql(engine: Engine) -> _Binding:
    @event.listens_for(engine, "checkout")
    def _refuse_the_dead(connection: Any, _record: object, _proxy: object) -> None:
        # After a restart of the server its farewell waits on the line. Looking for it costs
        # no journey to the server, as SQLAlchemy's own "pre-ping" does for every page.
        if connection.closed or _has_something_to_say(connection.fileno()):
            raise DisconnectionError

    reads = engine.execution_options(isolation_level="AUTOCOMMIT")
    return _Binding(reads, {"isolation_level": "READ COMMITTED"})


def _has_something_to_say(line: int) -> bool:
    poll = select.poll()
    poll.register(line, select.POLLIN)
    return bool(poll.poll(0))


def _teach_sqlite(engine: Engine) -> _Binding:
    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: object) -> None:
        # The driver would open transactions of its own, and always deferred ones.
        connection.isolation_level = None
        cursor = connection.cursor()
        # FULL, not NORMAL: after a power cut NORMAL loses acknowledged sign-ups.
        cursor.execute(f"PRAGMA busy_timeout={int(WAITS_FOR_A_LOCK * 1000)}")
        write_ahead(connection)
        for pragma in ("synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return _Binding(engine, {"writes": True})


def write_ahead(connection: sqlite3.Connection) -> None:
    """Switch the file to a write-ahead log, waiting for whoever is using it.

    SQLite refuses this one statement at once while another process holds the file, whatever
    `busy_timeout` says: processes that start together on a new file would fail.

    Raises:
        sqlite3.OperationalError: the file was in use for longer than WAITS_FOR_A_LOCK.
    """
    give_up = time.monotonic() + WAITS_FOR_A_LOCK
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as refused:
            if refused.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.01)
        else:
            return

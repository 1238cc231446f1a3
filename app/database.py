"""The database session, the base of every model, and what a transaction is."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, MetaData, TypeDecorator, event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Session


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


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})


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
    session.commit()
    session.info["in_act"] = True
    try:
        session.connection(execution_options={"writes": True})
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["in_act"] = False


def configure(app: Flask, url: str) -> None:
    """Bind the database to the application: engine options, and SQLite's manners."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    # An error must not print what somebody typed.
    options: dict[str, Any] = {"json_serializer": _compact_json, "hide_parameters": True}
    if url.startswith("sqlite"):
        options["connect_args"] = {"timeout": 30, "check_same_thread": False}
    else:
        options |= {"pool_size": 5, "max_overflow": 10, "pool_pre_ping": True}
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    if url.startswith("sqlite"):
        with app.app_context():
            _teach_sqlite(db.engine)


def _compact_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _teach_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: object) -> None:
        # The driver would open transactions of its own, and always deferred ones.
        connection.isolation_level = None
        cursor = connection.cursor()
        # FULL, not NORMAL: after a power cut NORMAL loses acknowledged sign-ups.
        for pragma in (
            "busy_timeout=30000",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

"""Migrations lead from nothing to the models, and several processes may run them at once."""

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import JSON, Insert, MetaData, Table, create_engine, inspect, select, text

from app import create_app
from app.database import Base, db
from app.staff.models import EventMember
from config import ROOT, Config
from tests.factories import NOW
from tests.fixtures.databases import KINDS
from tests.processes import environment

PROCESSES = 2


@pytest.fixture(params=KINDS)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite'}"
    new_postgresql: Callable[[], str] = request.getfixturevalue("new_postgresql")
    return new_postgresql().replace("postgresql://", "postgresql+psycopg://")


def test_the_migrations_make_exactly_the_tables_of_the_models(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_second_upgrade_finds_nothing_to_do(app: Flask) -> None:
    flask_migrate.upgrade()
    assert inspect(db.engine).has_table("registration")


def test_there_is_one_head(app: Flask) -> None:
    flask_migrate.heads()
    script = app.extensions["migrate"].migrate.get_config()
    assert len(list((ROOT / "migrations" / "versions").glob("0001_*.py"))) == 1
    assert script is not None


def test_processes_that_upgrade_at_once_wait_for_each_other(
    empty_database: str, make_config: Callable[..., Config]
) -> None:
    assert upgrade_at_once(make_config(empty_database)) == [0] * PROCESSES
    assert "registration" in tables_of(empty_database)


def test_without_the_lock_processes_that_upgrade_at_once_fail(
    empty_database: str, make_config: Callable[..., Config], tmp_path: Path
) -> None:
    """The negative control: the same race with the lock taken out of env.py."""
    unlocked = tmp_path / "migrations"
    subprocess.run(["cp", "-r", ROOT / "migrations", unlocked], check=True)
    source = (unlocked / "env.py").read_text("utf-8")
    weakened = source.replace("            _wait_for_others(connection)\n", "").replace(
        "writes=True", "writes=False"
    )
    assert weakened != source
    (unlocked / "env.py").write_text(weakened, "utf-8")
    codes = upgrade_at_once(make_config(empty_database), folder=unlocked)
    assert any(codes), "the processes did not meet"


def test_roles_move_from_accounts_to_their_work_for_events(
    empty_database: str, make_config: Callable[..., Config]
) -> None:
    app = create_app(make_config(empty_database))
    with app.app_context():
        scripts = ScriptDirectory.from_config(app.extensions["migrate"].migrate.get_config())
        [move] = [s for s in scripts.walk_revisions() if s.path.endswith("_roles_per_event.py")]
        flask_migrate.upgrade(revision=str(move.down_revision))
        tables = MetaData()
        with db.engine.begin() as connection:
            tables.reflect(connection, only=["organizer", "event", "event_member"])
            values = {"role": "coordinator", "scope": ["DE/Bavaria"]}
            for name in ("organizer", "event", "event_member"):
                connection.execute(row_of(tables.tables[name], values))
        flask_migrate.upgrade()
        with db.engine.connect() as connection:
            [found] = connection.execute(select(EventMember.role, EventMember.scope))
        db.session.remove()
        db.engine.dispose()
    assert (found.role, found.scope) == ("coordinator", ["DE/Bavaria"])


def row_of(table: Table, values: dict[str, Any]) -> Insert:
    """A row with something in every column that must not be empty."""
    some: dict[type, Any] = {int: 1, float: 1.0, bool: True, bytes: b"x", datetime: NOW, list: []}
    wanted = {c.name: c for c in table.columns if not c.nullable and c.server_default is None}
    return table.insert().values(
        {
            name: values.get(
                name, [] if isinstance(c.type, JSON) else some.get(c.type.python_type, "x")
            )
            for name, c in wanted.items()
        }
    )


def upgrade_at_once(config: Config, folder: Path = ROOT / "migrations") -> list[int]:
    """Start processes that all stand ready before any of them upgrades; give their exit codes."""
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", UPGRADE, str(folder)],
            cwd=ROOT,
            env=environment(config),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    for run in runs:
        assert run.stdout is not None
        assert run.stdout.readline() == "ready\n"
    for run in runs:
        assert run.stdin is not None
        run.stdin.write("go\n")
        run.stdin.flush()
    for run in runs:
        run.communicate()
    return [run.returncode for run in runs]


UPGRADE = """
import sys
import flask_migrate
from wsgi import app
with app.app_context():
    print("ready", flush=True)
    sys.stdin.readline()
    flask_migrate.upgrade(directory=sys.argv[1])
"""


def tables_of(url: str) -> set[str]:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT version_num FROM alembic_version")).one()
            return set(inspect(connection).get_table_names())
    finally:
        engine.dispose()


def test_a_process_can_still_be_made_for_an_empty_database(
    empty_database: str, make_config: Callable[..., Config]
) -> None:
    """`flask db upgrade` starts the application before there is any table."""
    application = create_app(make_config(empty_database))
    with application.app_context():
        db.engine.dispose()

"""Do the tables stand where the code expects them?"""

from functools import cache

from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

from app.database import db


def is_current() -> str | None:
    """None when the database answers and every migration has run, else one line."""
    with db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current != newest(current_app.extensions["migrate"].directory):
        return "The tables are not up to date. Run `flask db upgrade`."
    return None


@cache
def newest(directory: str) -> str | None:
    """The last migration that this version of the code brings."""
    config = AlembicConfig()
    config.set_main_option("script_location", directory)
    return ScriptDirectory.from_config(config).get_current_head()

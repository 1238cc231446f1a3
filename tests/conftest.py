"""Fixtures for every test; each plugin below holds one kind of them.

A test that asks for `app` (or anything built on it) runs twice: on SQLite and on
PostgreSQL. A test that asks for neither starts no database. The cast: Ann attends,
Omar organizes, Eve has no business here.
"""

from hypothesis import settings

# No test depends on how busy the machine is.
settings.register_profile("gatherwide", deadline=None)
settings.load_profile("gatherwide")

pytest_plugins = (
    "tests.fixtures.databases",
    "tests.fixtures.mailbox",
    "tests.fixtures.application",
    "tests.fixtures.mailer",
    "tests.fixtures.people",
)

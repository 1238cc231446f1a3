"""Fixtures for every test; each plugin below holds one kind of them.

A test that asks for `app` (or anything built on it) runs twice: on SQLite and on
PostgreSQL. A test that asks for neither starts no database. The cast: Ann attends,
Omar organizes, Eve has no business here.
"""

pytest_plugins = (
    "tests.fixtures.databases",
    "tests.fixtures.mailbox",
    "tests.fixtures.application",
    "tests.fixtures.mailer",
    "tests.fixtures.people",
)

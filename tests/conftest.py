"""Fixtures for every test; each plugin below holds one kind of them.

A test that asks for `app` (or anything built on it) runs twice: on SQLite and on
PostgreSQL. A test that asks for neither starts no database. The cast: Ann attends,
Omar organizes, Eve has no business here.
"""

import pytest
from hypothesis import settings

# No test depends on how busy the machine is.
settings.register_profile("gatherwide", deadline=None)
settings.load_profile("gatherwide")

LONGEST = ("tests/survival/", "tests/browser/", "tests/standing/")

pytest_plugins = (
    "tests.fixtures.databases",
    "tests.fixtures.mailbox",
    "tests.fixtures.application",
    "tests.fixtures.mailer",
    "tests.fixtures.people",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: no process then sits over one file while the other waits."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    begun = [turn for turn, folder in enumerate(LONGEST) if item.nodeid.startswith(folder)]
    return begun[0] if begun else len(LONGEST)

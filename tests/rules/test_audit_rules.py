"""What counts as unusual reading."""

import pytest

from app.audit.rules import MANY_NAMES, becomes_unusual


@pytest.mark.parametrize(
    ("before", "opened", "told"),
    [
        (0, 1, False),
        (0, MANY_NAMES - 1, False),
        (0, MANY_NAMES, True),
        (MANY_NAMES - 1, 1, True),
        (MANY_NAMES - 1, 50, True),
        (MANY_NAMES, 1, False),
        (MANY_NAMES + 200, 50, False),
    ],
)
def test_owners_are_told_once_when_the_names_of_an_hour_become_many(
    before: int, opened: int, told: bool
) -> None:
    assert becomes_unusual(before, opened) is told

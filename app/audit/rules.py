"""What is unusual."""

from datetime import timedelta

MANY_NAMES = 300
"""Opened by one account within `A_WHILE`: more than somebody reads who helps a few people."""
A_WHILE = timedelta(hours=1)


def becomes_unusual(before: int, opened: int) -> bool:
    """Whether these names are the ones that make it too many; said once, not for each after."""
    return before < MANY_NAMES <= before + opened

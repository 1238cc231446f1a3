"""The one place where time is read; everything else takes it as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current moment, in UTC."""
    return datetime.now(UTC)

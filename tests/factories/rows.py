"""What every factory needs: a moment, and saving."""

from datetime import UTC, datetime

from app.database import Base, transaction

NOW = datetime(2027, 1, 15, 12, 0, tzinfo=UTC)


def save(*rows: Base) -> None:
    """Commit rows as they are."""
    with transaction() as session:
        session.add_all(rows)

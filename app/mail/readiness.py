"""Does mail leave? For /readyz and `flask doctor`."""

from app import clock
from app.mail import queries, rules


def outbox_keeps_up() -> str | None:
    """None while letters leave in time, else one line."""
    now = clock.now()
    oldest = queries.find_oldest_due(now)
    if oldest is None or now - oldest <= rules.LATE:
        return None
    minutes = int((now - oldest).total_seconds() // 60)
    return f"a letter is due since {minutes} minutes; is `flask mail deliver` running?"


def seconds_of_oldest_letter() -> int:
    """For how long the letter that waits longest is due; 0 when none is."""
    now = clock.now()
    oldest = queries.find_oldest_due(now)
    return int((now - oldest).total_seconds()) if oldest else 0

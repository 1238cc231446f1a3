"""What became of letters, counted by provider and day: numbers that belong to no row.

A column beside each letter would tell where each reader has their mailbox.
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.database import transaction, upsert_into
from app.mail import rules
from app.mail.draft import Draft
from app.mail.models import ProviderDay
from app.mail.providers import provider_of

EVERY = timedelta(seconds=2)
KEPT = timedelta(days=7)


class _Place(NamedTuple):
    event_id: int
    provider: str


class Tally:
    """One mailer's, since it last wrote it down; a mailer that is killed loses a few."""

    def __init__(self) -> None:
        self._counts: dict[_Place, Counter[str]] = {}
        self._last: datetime | None = None

    def note(self, draft: Draft, fault: rules.Fault | None = None) -> None:
        """The relay took a letter, or said why it did not."""
        if draft.row.event_id is None:
            return
        place = _Place(draft.row.event_id, provider_of(draft.to))
        self._counts.setdefault(place, Counter())[_outcome(draft, fault)] += 1

    def write_down_if_late(self, now: datetime) -> None:
        """Write down what was noted, if that was not done a moment ago."""
        if self._last is None or now >= self._last + EVERY:
            self.write_down(now)

    def write_down(self, now: datetime) -> None:
        """Add what was noted to the counts of this day, and drop those of days long gone."""
        self._last = now
        if not self._counts:
            return
        with transaction() as session:
            # In one order for every mailer, so that two of them never wait for each other.
            for place, counts in sorted(self._counts.items()):
                _add(session, place, counts, now)
            session.execute(
                delete(ProviderDay)
                .where(ProviderDay.day < (now - KEPT).date())
                .execution_options(synchronize_session=False)
            )
        self._counts = {}


def _outcome(draft: Draft, fault: rules.Fault | None) -> str:
    if fault is None:
        return "sent"
    given_up = fault.permanent or rules.delay_after(draft.row.tries) is None
    return "refused" if given_up else "later"


def _add(session: Session, place: _Place, counts: Counter[str], now: datetime) -> None:
    names = ("sent", "refused", "later")
    session.execute(
        upsert_into(session, ProviderDay)
        .values(**place._asdict(), day=now.date(), **{name: counts[name] for name in names})
        .on_conflict_do_update(
            index_elements=[ProviderDay.event_id, ProviderDay.day, ProviderDay.provider],
            set_={name: getattr(ProviderDay, name) + counts[name] for name in names},
        )
    )

"""A mailer at work says so, so that organizers see when none is."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.database import transaction, upsert_into
from app.mail.models import MailerBeat

EVERY = timedelta(seconds=15)
KEPT = timedelta(days=1)


class Heart:
    """One mailer's. Its name is drawn at each start and tells nothing of the machine."""

    def __init__(self) -> None:
        self._name = secrets.token_hex(8)
        self._last: datetime | None = None

    def beat(self, now: datetime) -> None:
        """Say that this mailer is at work, if it has not said so a moment ago."""
        if self._last is not None and now < self._last + EVERY:
            return
        with transaction() as session:
            _write(session, self._name, now)
            session.execute(
                delete(MailerBeat)
                .where(MailerBeat.seen_at < now - KEPT)
                .execution_options(synchronize_session=False)
            )
        self._last = now


def _write(session: Session, name: str, now: datetime) -> None:
    session.execute(
        upsert_into(session, MailerBeat)
        .values(name=name, seen_at=now)
        .on_conflict_do_update(index_elements=[MailerBeat.name], set_={"seen_at": now})
    )

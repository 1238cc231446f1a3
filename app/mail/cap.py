"""The daily cap: nobody can make us send many letters to one mailbox."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.mail.models import MailboxDay, Outbox
from app.mail.rules import LETTERS_A_DAY
from app.vault.rules import mailbox_of
from app.vault.service import current_vault


def mailbox_index(address: str) -> bytes:
    """The blind index of the mailbox behind an address."""
    return current_vault().index("mailbox", mailbox_of(address))


def count(session: Session, rows: Sequence[tuple[Outbox, bytes]], day: date) -> set[Outbox]:
    """Count letters to their mailboxes; give those that are beyond the cap.

    A letter is counted once, however often it is tried.
    """
    # In one order for every mailer, so that two of them never wait for each other.
    asked = sorted((pair for pair in rows if not pair[0].counted), key=lambda pair: pair[1])
    refused = {row for row, index in asked if not _take_one(session, index, day)}
    taken = [row for row, _index in asked if row not in refused]
    if taken:
        session.execute(
            update(Outbox)
            .where(Outbox.id.in_([row.id for row in taken]))
            .values(counted=True)
            .execution_options(synchronize_session=False)
        )
    return refused


def forget_days_before(session: Session, day: date) -> None:
    """Drop the counts of days gone by."""
    session.execute(
        delete(MailboxDay).where(MailboxDay.day < day).execution_options(synchronize_session=False)
    )


def _take_one(session: Session, index: bytes, day: date) -> bool:
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = (
        insert(MailboxDay)
        .values(mailbox_index=index, day=day, letters=1)
        .on_conflict_do_update(
            index_elements=[MailboxDay.mailbox_index, MailboxDay.day],
            set_={"letters": MailboxDay.letters + 1},
            where=MailboxDay.letters < LETTERS_A_DAY,
        )
        .returning(MailboxDay.letters)
    )
    return session.scalar(statement) is not None

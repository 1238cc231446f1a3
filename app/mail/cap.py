"""The daily cap: nobody can make us send many letters to one mailbox."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.database import upsert_into
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
    asked: dict[bytes, list[Outbox]] = {}
    for row, index in rows:
        if not row.counted:
            asked.setdefault(index, []).append(row)
    refused: set[Outbox] = set()
    # One statement can count each mailbox once; most batches hold no mailbox twice.
    while asked:
        turn = {index: waiting.pop() for index, waiting in asked.items()}
        taken = _take_one_each(session, turn, day)
        refused |= {row for index, row in turn.items() if index not in taken}
        asked = {index: waiting for index, waiting in asked.items() if waiting}
    counted = [row.id for row, _index in rows if not row.counted and row not in refused]
    if counted:
        session.execute(
            update(Outbox)
            .where(Outbox.id.in_(counted))
            .values(counted=True)
            .execution_options(synchronize_session=False)
        )
    return refused


def forget_days_before(session: Session, day: date) -> None:
    """Drop the counts of days gone by."""
    session.execute(
        delete(MailboxDay).where(MailboxDay.day < day).execution_options(synchronize_session=False)
    )


def _take_one_each(session: Session, mailboxes: Collection[bytes], day: date) -> set[bytes]:
    """Count one letter to each of these mailboxes; give those that were not at the cap."""
    # In one order for every mailer, so that two of them never wait for each other.
    values = [{"mailbox_index": index, "day": day, "letters": 1} for index in sorted(mailboxes)]
    statement = (
        upsert_into(session, MailboxDay)
        .on_conflict_do_update(
            index_elements=[MailboxDay.mailbox_index, MailboxDay.day],
            set_={"letters": MailboxDay.letters + 1},
            where=MailboxDay.letters < LETTERS_A_DAY,
        )
        .returning(MailboxDay.mailbox_index)
    )
    # As rows beside the statement: with so many VALUES in it, it would be built anew each time.
    return set(session.scalars(statement, values))

"""Letters that came back: read the bounce, and write no more to an address that is gone."""

import enum
import re
import uuid
from collections.abc import Collection
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from flufl.bounce import all_failures
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.database import transaction, upsert_into
from app.mail import hours, verp
from app.mail.models import Bounced, Outbox, OutboxState
from app.vault.rules import normalise_address
from app.vault.service import current_vault

MOST_BYTES = 1024 * 1024
"""More of a bounce is not read: what it says stands in front, our own letter behind."""
MOST_HEADERS = 50
NAMES = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To")
STATUS = re.compile(rb"^Status:\s*([245]\.\d{1,3}\.\d{1,3})", re.IGNORECASE | re.MULTILINE)


class Verdict(enum.StrEnum):
    HARD = "hard"
    """The address is gone; it gets nothing more."""
    SOFT = "soft"
    """It may work again."""
    NO_BOUNCE = "no bounce"
    """An answer of some machine or person."""
    NOT_OURS = "not ours"
    """Nothing in it names a letter that we sent; anybody can write such a message."""


def take(raw: bytes, *, now: datetime) -> Verdict:
    """Read one message that came to the return address, and act on it."""
    raw = raw[:MOST_BYTES]
    message = message_from_bytes(raw, policy=compat32)
    letter_id = verp.find_letter(_receivers(message), sign)
    if letter_id is None:
        return Verdict.NOT_OURS
    verdict = _verdict_of(message)
    if verdict == Verdict.HARD:
        status = STATUS.search(raw)
        code = f" ({status[1].decode()})" if status else ""
        with transaction() as session:
            _give_up(session, letter_id, f"came back{code}", now)
    return verdict


def return_address(bounces_to: str | None, letter_id: uuid.UUID) -> str | None:
    """Where a letter comes back to, when the operator set an address for that."""
    return verp.return_address(bounces_to, letter_id, sign) if bounces_to else None


def address_index(event_id: int | None, address: str) -> bytes:
    """The blind index under which an address is remembered; a sign-up has the same one."""
    return current_vault().index(f"address:{event_id or 0}", normalise_address(address))


def sign(letter_id: uuid.UUID) -> bytes:
    """What a return address carries beside the id."""
    return current_vault().index("return address", letter_id.hex)


def lift(session: Session, letter_ids: Collection[uuid.UUID]) -> None:
    """Write again to where these letters went, because somebody says that it works now."""
    told = select(Outbox.address_index).where(Outbox.id.in_(letter_ids))
    session.execute(
        delete(Bounced)
        .where(Bounced.address_index.in_(told))
        .execution_options(synchronize_session=False)
    )


def _give_up(session: Session, letter_id: uuid.UUID, reason: str, now: datetime) -> None:
    row = session.scalar(select(Outbox).where(Outbox.id == letter_id).with_for_update())
    if row is None or row.address_index is None:
        return
    if row.state == OutboxState.SENT:
        hours.take_back(session, row)
    session.execute(
        update(Outbox)
        .where(Outbox.id == letter_id, Outbox.state == OutboxState.SENT)
        .values(state=OutboxState.FAILED, error=reason, finished_at=now)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        upsert_into(session, Bounced)
        .values(
            scope=row.event_id or 0, address_index=row.address_index, day=now.date(), reason=reason
        )
        .on_conflict_do_nothing()
    )


def _receivers(message: Message) -> list[str]:
    values = [str(value) for name in NAMES for value in message.get_all(name, [])]
    return values[:MOST_HEADERS]


def _verdict_of(message: Message) -> Verdict:
    try:
        temporary, permanent = all_failures(message)
    # Whatever a broken message does to its reader, it is not a bounce that we can trust.
    except Exception:
        return Verdict.NO_BOUNCE
    if permanent:
        return Verdict.HARD
    return Verdict.SOFT if temporary else Verdict.NO_BOUNCE

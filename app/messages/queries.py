"""Reading messages."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from app.database import db
from app.messages.errors import MessageMissing
from app.messages.models import Message, SilencedSender, Wall
from app.messages.rules import MessageState

A_PAGE = 20


def find_wall(event_id: int) -> Wall | None:
    """What an event's organizers chose, or None where they chose nothing yet."""
    return db.session.get(Wall, event_id)


def get_message(event_id: int, message_id: uuid.UUID, *, for_change: bool = False) -> Message:
    """A message of an event.

    :raises MessageMissing: when there is none
    """
    wanted = (
        select(Message)
        .where(Message.id == message_id, Message.event_id == event_id)
        .execution_options(populate_existing=True)
    )
    found = db.session.scalar(wanted.with_for_update() if for_change else wanted)
    if found is None:
        raise MessageMissing
    return found


def sent_by(event_id: int, sender_tag: bytes) -> Sequence[Message]:
    """Everything that one sender wrote, the newest first, and what they withdrew."""
    return db.session.scalars(
        select(Message)
        .where(Message.event_id == event_id, Message.sender_tag == sender_tag)
        .order_by(Message.sent_at.desc(), Message.id)
    ).all()


def page_of_messages(event_id: int, state: MessageState, page: int) -> tuple[list[Message], bool]:
    """A page of the desk's list, and whether there are more: what waits longest comes first, of
    what is decided the newest, pinned ones before them."""
    order = (
        (Message.sent_at, Message.id)
        if state == MessageState.WAITING
        else (Message.pinned.desc(), Message.sent_at.desc(), Message.id)
    )
    found = db.session.scalars(
        select(Message)
        .where(Message.event_id == event_id, Message.state == state)
        .order_by(*order)
        .limit(A_PAGE + 1)
        .offset((page - 1) * A_PAGE)
    ).all()
    return list(found[:A_PAGE]), len(found) > A_PAGE


def wall_with_messages(event_id: int, most: int) -> tuple[Wall | None, list[Message]]:
    """An event's wall and what stands on it, pinned ones first, then the newest."""
    shown = (Message.event_id == Wall.event_id) & (Message.state == MessageState.APPROVED)
    rows = db.session.execute(
        select(Wall, Message)
        .outerjoin(Message, shown)
        .where(Wall.event_id == event_id)
        .order_by(Message.pinned.desc(), Message.sent_at.desc(), Message.id)
        .limit(most)
    ).all()
    return (rows[0][0] if rows else None), [message for _wall, message in rows if message]


def count_by_state(event_id: int) -> Mapping[MessageState, int]:
    """How many messages stand in each state."""
    rows = db.session.execute(
        select(Message.state, func.count())
        .where(Message.event_id == event_id)
        .group_by(Message.state)
    )
    return {state: count for state, count in rows}  # noqa: C416 (rows are no pairs to mypy)


def is_silenced(event_id: int, sender_tag: bytes) -> bool:
    """Whether no more is taken from a sender."""
    return db.session.get(SilencedSender, (event_id, sender_tag)) is not None


def silenced_in(event_id: int) -> Sequence[tuple[bytes, datetime]]:
    """Senders from whom no more is taken, the latest first."""
    rows = db.session.execute(
        select(SilencedSender.sender_tag, SilencedSender.at)
        .where(SilencedSender.event_id == event_id)
        .order_by(SilencedSender.at.desc())
    )
    return [(tag, at) for tag, at in rows]

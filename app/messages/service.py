"""Sending, withdrawing and moderating messages."""

import uuid
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.audit import log
from app.database import transaction
from app.messages import queries, rules
from app.messages.errors import MessageMissing, NotTaken, TooMany, WrongDecision
from app.messages.models import Message, SilencedSender, Wall
from app.messages.rules import Decision, MessageState, NewMessage
from app.messages.senders import tag_of
from app.registration.models import Registration
from app.registration.queries.attendee import get_registration
from app.registration.rules import RegistrationState

WORDLESS = {
    "state": MessageState.WITHDRAWN,
    "pinned": False,
    "text": "",
    "video": "",
    "country": "",
}
"""A message that is gone. Its row stays, so that limits hold."""


def send(*, registration_id: uuid.UUID, new: NewMessage, now: datetime) -> None:
    """Put a message into the queue of those who moderate. The same one twice is one.

    :raises NotTaken: the event takes none, or none from this sender, or they are not confirmed
    :raises TooMany: they have to wait a while
    """
    with transaction() as session:
        own = get_registration(registration_id, for_change=True)
        tag = tag_of(own.event, own.id)
        _refuse_unwelcome(own, tag)
        earlier = queries.sent_by(own.event_id, tag)
        if any((one.text, one.video) == (new.text, new.video) for one in earlier):
            return
        wait = rules.wait_before_next([(one.sent_at, one.state) for one in earlier], now)
        if wait:
            raise TooMany(int(wait.total_seconds()))
        session.add(_message(own, tag, new, now))


def withdraw(*, registration_id: uuid.UUID, message_id: uuid.UUID) -> None:
    """Delete what a message says.

    :raises MessageMissing: they have not sent it
    """
    with transaction():
        own = get_registration(registration_id, for_change=True)
        message = queries.get_message(own.event_id, message_id, for_change=True)
        if message.sender_tag != tag_of(own.event, own.id):
            raise MessageMissing
        for name, value in WORDLESS.items():
            setattr(message, name, value)


def decide(
    *, event_id: int, message_id: uuid.UUID, decision: Decision, actor: str, now: datetime
) -> None:
    """Approve, reject, pin or take back.

    :raises MessageMissing: there is none
    :raises WrongDecision: it stands elsewhere by now
    """
    with transaction() as session:
        message = queries.get_message(event_id, message_id, for_change=True)
        after = rules.decided(decision, message.state, message.pinned)
        if after is None:
            raise WrongDecision
        message.state, message.pinned = after
        message.decided_at = rules.to_the_minute(now)
        _note(session, event_id, actor, f"message.{decision}", now, message.id)


def silence(*, event_id: int, message_id: uuid.UUID, actor: str, now: datetime) -> None:
    """Take no more messages from whoever sent this one; what stands of theirs is rejected.

    :raises MessageMissing: there is none
    """
    with transaction() as session:
        message = queries.get_message(event_id, message_id, for_change=True)
        tag = message.sender_tag
        session.execute(
            update(Message)
            .where(
                Message.event_id == event_id,
                Message.sender_tag == tag,
                Message.state.in_((MessageState.WAITING, MessageState.APPROVED)),
            )
            .values(state=MessageState.REJECTED, pinned=False, decided_at=rules.to_the_minute(now))
        )
        if not queries.is_silenced(event_id, tag):
            session.add(SilencedSender(event_id=event_id, sender_tag=tag, at=now))
        _note(session, event_id, actor, "message.silenced", now, message_id)


def let_speak(*, event_id: int, sender_tag: bytes, actor: str, now: datetime) -> None:
    """Take messages from a sender again; doing so twice is doing so once."""
    with transaction() as session:
        session.execute(
            delete(SilencedSender).where(
                SilencedSender.event_id == event_id, SilencedSender.sender_tag == sender_tag
            )
        )
        _note(session, event_id, actor, "message.unsilenced", now)


def arrange(*, event_id: int, takes: bool, is_public: bool, actor: str, now: datetime) -> None:
    """Say whether the event takes messages, and whether everybody may read them."""
    with transaction() as session:
        session.merge(Wall(event_id=event_id, takes=takes, is_public=is_public))
        _note(session, event_id, actor, "wall.arranged", now)


def forget_rejected(*, now: datetime) -> None:
    """Delete the words of what was rejected a day ago."""
    with transaction() as session:
        session.execute(
            update(Message)
            .where(
                Message.state == MessageState.REJECTED,
                Message.decided_at < now - rules.REJECTED_STAY,
            )
            .values(**WORDLESS)
        )


def _refuse_unwelcome(own: Registration, tag: bytes) -> None:
    wall = queries.find_wall(own.event_id)
    confirmed = own.state == RegistrationState.CONFIRMED
    if wall is None or not wall.takes or not confirmed or queries.is_silenced(own.event_id, tag):
        raise NotTaken


def _message(own: Registration, tag: bytes, new: NewMessage, now: datetime) -> Message:
    return Message(
        id=uuid.uuid4(),
        event_id=own.event_id,
        sender_tag=tag,
        text=new.text,
        video=new.video,
        language=own.language,
        country=own.location.country if new.shows_country else "",
        state=MessageState.WAITING,
        sent_at=rules.to_the_minute(now),
    )


def _note(
    session: Session,
    event_id: int,
    actor: str,
    action: str,
    now: datetime,
    about_id: uuid.UUID | None = None,
) -> None:
    log.record(session, actor=actor, action=action, now=now, event_id=event_id, about_id=about_id)

"""A wall, and messages on it. Each call commits what it makes."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from app.database import db
from app.events.models import Event
from app.messages.models import Message, Wall
from app.messages.rules import MessageState
from app.messages.senders import tag_of
from app.registration.models import Registration
from tests.factories import NOW, save


def make_wall(*, event: Event, takes: bool = True, is_public: bool = True) -> Wall:
    """A wall that takes messages and that everybody may read."""
    wall = Wall(event_id=event.id, takes=takes, is_public=is_public)
    save(wall)
    return wall


def make_message(
    *,
    registration: Registration,
    text: str = "Greetings to all of you!",
    now: datetime = NOW,
    state: MessageState = MessageState.APPROVED,
    **values: Any,
) -> Message:
    """A message of Ann's that stands on the wall."""
    event = db.session.get_one(Event, registration.event_id)
    message = Message(
        **{
            "id": uuid4(),
            "event_id": event.id,
            "sender_tag": tag_of(event, registration.id),
            "text": text,
            "video": "",
            "language": registration.language,
            "country": "",
            "state": state,
            "sent_at": now,
            **values,
        }
    )
    save(message)
    return message

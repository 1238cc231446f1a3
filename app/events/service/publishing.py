"""Show an event: to those who have the preview link, and then to everybody."""

import uuid
from datetime import datetime

from app.database import transaction
from app.events import rules
from app.events.errors import TitleMissing, WrongState
from app.events.models import EventState
from app.events.service.holding import hold, note


def turn(*, event_id: int, to: EventState, actor: str, now: datetime) -> None:
    """Publish an event, close its sign-up, or open it again.

    :raises WrongState: it cannot go there from where it is, as somebody was faster
    :raises TitleMissing: in the first language
    """
    with transaction() as session:
        event = hold(session, event_id)
        if not rules.may_turn(event.state, to):
            raise WrongState
        if not any(text.language == event.languages[0] for text in event.texts):
            raise TitleMissing
        event.state = to
        note(session, event, to.value, actor=actor, now=now)


def show_preview(*, event_id: int, actor: str, now: datetime) -> None:
    """Make a preview link; one that was given out before stops working."""
    with transaction() as session:
        event = hold(session, event_id)
        event.preview_id = uuid.uuid4()
        note(session, event, "preview_on", actor=actor, now=now)


def hide_preview(*, event_id: int, actor: str, now: datetime) -> None:
    """End the preview link."""
    with transaction() as session:
        event = hold(session, event_id)
        event.preview_id = None
        note(session, event, "preview_off", actor=actor, now=now)

"""Broadcasts and the paths of their media."""

from datetime import datetime
from typing import Any

from app.database import transaction
from app.demo.stream import add_broadcast
from app.events.models import Event
from app.livestream import gate
from app.livestream.models import Broadcast
from app.livestream.rules import BroadcastState
from app.registration.models import Registration
from tests.factories.rows import NOW

A_VIDEO = {"host": "www.youtube-nocookie.com", "video": "dQw4w9WgXcQ", "language": "en"}


def make_broadcast(*, event: Event, now: datetime = NOW, **values: Any) -> Broadcast:
    """A broadcast that is live, with the test picture as its main stream and as its backup."""
    with transaction() as session:
        add_broadcast(session, event, now)
        broadcast = session.get_one(Broadcast, event.id)
        for name, value in {"state": BroadcastState.LIVE, **values}.items():
            setattr(broadcast, name, value)
    return broadcast


def media_prefix_of(registration: Registration, now: datetime = NOW) -> str:
    """The signed part of somebody's media paths."""
    entry = gate.find_pass(
        registration.id, registration.token_version, registration.event.slug, now
    )
    assert entry is not None
    return entry.prefix

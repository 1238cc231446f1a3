"""What all readers of a wall share, some seconds old, kept by each process."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask

from app import clock
from app.events.kept import keep, kept
from app.events.models import Event
from app.events.queries import EventHead
from app.messages import queries, rules
from app.messages.senders import is_wall_key, wall_key

SECONDS = 5
MOST = 400
"""How far back the wall goes."""
A_PAGE = 24
NEWEST = 5


@dataclass(frozen=True)
class Said:
    """A message as everybody may read it."""

    text: str
    video: str
    video_host: str
    language: str
    country: str
    pinned: bool
    sent_at: datetime


@dataclass(frozen=True)
class WallNow:
    """An event's wall as it stands."""

    takes: bool
    is_public: bool
    said: tuple[Said, ...]

    def opens_for(self, event: Event | EventHead, key: str) -> bool:
        """Whether somebody who came with this key may read it."""
        return (self.is_public or is_wall_key(event, key)) and bool(self.takes or self.said)


def init_app(app: Flask) -> None:
    """Give the application its snapshots."""
    keep(app, "walls", SECONDS)
    # Pages of rooms below ask it, too.
    app.jinja_env.globals["takes_messages"] = takes_messages


def wall_of(event_id: int, now: datetime) -> WallNow:
    """Return the wall of an event."""
    found: WallNow = kept("walls").get(event_id, now, lambda: _make(event_id))
    return found


@dataclass(frozen=True)
class WallLink:
    """What pages of those who watch need to lead to the wall."""

    takes: bool
    has_messages: bool
    key: str | None


def seen_from(event: Event, now: datetime) -> WallLink | None:
    """The way to an event's wall for those who watch, or None where there is no wall."""
    wall = wall_of(event.id, now)
    if not wall.takes and not wall.said:
        return None
    return WallLink(wall.takes, bool(wall.said), key_for(event, wall))


def takes_messages(event_id: int) -> bool:
    """Whether an event takes messages now, for templates."""
    return wall_of(event_id, clock.now()).takes


def key_for(event: Event | EventHead, wall: WallNow) -> str | None:
    """What the address of the wall must carry for those who watch; None where it is public."""
    return None if wall.is_public else wall_key(event)


def _make(event_id: int) -> WallNow:
    wall, messages = queries.wall_with_messages(event_id, MOST)
    if wall is None:
        return WallNow(False, False, ())
    said = (
        Said(
            one.text,
            one.video,
            rules.host_of(one.video),
            one.language,
            one.country,
            one.pinned,
            one.sent_at,
        )
        for one in messages
    )
    return WallNow(wall.takes, wall.is_public, tuple(said))

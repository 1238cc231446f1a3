"""What the live desk shows: where the broadcast stands, and what happened."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.livestream import queries
from app.livestream.models import LiveLog
from app.livestream.rules import BroadcastState

STATES = {
    BroadcastState.SCHEDULED: (_l("Scheduled"), "off"),
    BroadcastState.TEST: (_l("Test picture"), "warn"),
    BroadcastState.LIVE: (_l("Live"), "good"),
    BroadcastState.INTERRUPTED: (_l("Interrupted"), "bad"),
    BroadcastState.ENDED: (_l("Ended"), "off"),
    BroadcastState.REPLAY: (_l("Recording"), "off"),
}
BUTTONS = {
    BroadcastState.SCHEDULED: _l("Back to the countdown"),
    BroadcastState.TEST: _l("Show the test picture"),
    BroadcastState.LIVE: _l("Go live"),
    BroadcastState.INTERRUPTED: _l("Say that it is interrupted"),
    BroadcastState.ENDED: _l("End it"),
    BroadcastState.REPLAY: _l("Show the recording"),
}
MEANINGS = {
    BroadcastState.SCHEDULED: _l("Watchers see the countdown."),
    BroadcastState.TEST: _l("Watchers see the stream, with the words that it is a test."),
    BroadcastState.LIVE: _l("Watchers see the stream within seconds."),
    BroadcastState.INTERRUPTED: _l("Watchers read that you are working on it; players go on."),
    BroadcastState.ENDED: _l("Watchers read thanks, and the picture goes away."),
    BroadcastState.REPLAY: _l("Watchers can play the recording."),
}
ACTS = {
    "on_air": _l("Changed the stream"),
    "stream_added": _l("Added a stream"),
    "stream_removed": _l("Removed a stream"),
    "notice": _l("Posted a message"),
    "notice_ended": _l("Took a message down"),
    "number_added": _l("Added a telephone number"),
    "number_removed": _l("Removed a telephone number"),
}


@dataclass(frozen=True)
class LogLine:
    """One thing that happened, in words."""

    at: datetime
    what: str
    about: str
    who: str


def log_lines(event_id: int) -> list[LogLine]:
    """What happened to a broadcast, the newest first."""
    return [_line(entry) for entry in queries.log_of(event_id)]


def _line(entry: LiveLog) -> LogLine:
    if entry.action == "state":
        what = str(STATES[BroadcastState(entry.detail["to"])][0])
    else:
        what = str(ACTS.get(entry.action, entry.action))
    about = entry.detail.get("stream") or entry.detail.get("country") or ""
    return LogLine(entry.at, what, str(about), _who(entry.actor))


def _who(actor: str) -> str:
    kind, _colon, number = actor.partition(":")
    words = _("Account %(number)s", number=number) if kind == "organizer" else _("by itself")
    return str(words)

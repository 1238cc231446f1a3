"""What the live desk shows: where the broadcast stands, and what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.livestream import health, picture, queries, rules
from app.livestream.health import Trouble
from app.livestream.models import LiveLog, Stream, StreamHealth
from app.livestream.rules import BroadcastState, StreamRole
from app.web.languages import own_name

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
TROUBLES = {
    Trouble.NONE: _l("goes well"),
    Trouble.UNREACHABLE: _l("no answer from the media server"),
    Trouble.FORBIDDEN: _l("its playlist leads where the watcher may not go"),
    Trouble.REFUSED: _l("refused by the media server"),
    Trouble.NO_PLAYLIST: _l("what comes is no playlist"),
    Trouble.EMPTY: _l("the playlist is empty"),
    Trouble.NO_PIECES: _l("the playlist names pieces that are not there"),
    Trouble.STILL: _l("stands still"),
}
ACTS = {
    "blocked": _l("Closed the picture for"),
    "unblocked": _l("Opened the picture for"),
    "arranged": _l("Changed door or switching"),
    "on_air": _l("Changed the stream"),
    "stream_added": _l("Added a stream"),
    "stream_removed": _l("Removed a stream"),
    "notice": _l("Posted a message"),
    "notice_ended": _l("Took a message down"),
    "key_made": _l("Made a key for an encoder of"),
    "key_revoked": _l("Took back a key for an encoder of"),
    "elsewhere_added": _l("Added a player elsewhere"),
    "elsewhere_removed": _l("Removed a player elsewhere"),
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


@dataclass(frozen=True)
class SourceLine:
    """How a stream does, in words."""

    words: str
    tone: str
    age: int | None
    """Seconds since its newest piece, None where none was seen."""
    kilobits: int | None
    status: int | None
    silent: tuple[str, ...]
    """Languages without sound."""
    unread: tuple[str, ...]
    """Languages without captions."""


def can_freeze(streams: Sequence[Stream]) -> bool:
    """Whether any needs watching: the test picture is played by the clock."""
    return any(stream.path not in picture.PATHS for stream in streams)


def turns_from(state: BroadcastState, streams: Sequence[Stream]) -> list[BroadcastState]:
    """Where the broadcast can go, the usual way first; a recording is shown where there is one."""
    has_recording = any(stream.role == StreamRole.REPLAY for stream in streams)
    ways = rules.TRANSITIONS[state]
    return [to for to in ways if has_recording or to != BroadcastState.REPLAY]


def is_watched(now: datetime) -> bool:
    """Whether a watcher is at work."""
    lease = queries.find_lease()
    return lease is not None and lease.until > now


def source_lines(streams: Sequence[Stream], now: datetime) -> dict[int, SourceLine]:
    """How each stream does; those that nobody looked at lately are left out."""
    rows = queries.health_of([stream.id for stream in streams])
    return {
        stream_id: _source(row, now)
        for stream_id, row in rows.items()
        if now - row.looked_at < health.FORGOTTEN_AFTER
    }


def _source(row: StreamHealth, now: datetime) -> SourceLine:
    waits = row.trouble == Trouble.NONE and row.well_at is None
    well = row.trouble == Trouble.NONE and not row.silent
    return SourceLine(
        words=_("is looked at") if waits else str(TROUBLES[row.trouble]),
        tone="off" if waits else "good" if well else "bad",
        age=None if row.well_at is None else round((now - row.well_at).total_seconds()),
        kilobits=row.bitrate // 1000 if row.bitrate else None,
        status=row.status,
        silent=tuple(own_name(told) for told in row.silent if not rules.captions_in(told)),
        unread=tuple(own_name(code) for code in map(rules.captions_in, row.silent) if code),
    )


def log_lines(event_id: int) -> list[LogLine]:
    """What happened to a broadcast, the newest first."""
    return [_line(entry) for entry in queries.log_of(event_id)]


def _line(entry: LiveLog) -> LogLine:
    if entry.action == "state":
        what = str(STATES[BroadcastState(entry.detail["to"])][0])
    else:
        what = str(ACTS.get(entry.action, entry.action))
    about = entry.detail.get("stream") or entry.detail.get("country") or entry.detail.get("viewer")
    if entry.detail.get("why"):
        reason = str(TROUBLES[Trouble(entry.detail["why"])])
        what = _("Left a stream that was ill (%(reason)s) for", reason=reason)
    return LogLine(entry.at, what, str(about or ""), _who(entry.actor))


def _who(actor: str) -> str:
    kind, _colon, number = actor.partition(":")
    words = _("Account %(number)s", number=number) if kind == "organizer" else _("by itself")
    return str(words)

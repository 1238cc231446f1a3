"""The status of a broadcast in one language, as everybody's page asks for it."""

import json
from dataclasses import dataclass
from datetime import datetime

from app.events.queries import EventHead
from app.livestream import rules, snapshot, words
from app.livestream.watching import Line, notices_in, programme_now, watching_now


@dataclass(frozen=True)
class Status:
    """What all watchers of a language are told."""

    version: int
    state: str
    screen: str
    headline: str
    advice: str
    stream: str | None
    """The folder of the stream on air."""
    now: Line | None
    next: Line | None
    notices: tuple[tuple[bool, str], ...]
    watching: str
    """How many watch, rounded; empty where nobody is to know."""
    poll_seconds: int


def status_of(head: EventHead, language: str, now: datetime) -> Status:
    """Put the status together."""
    live = snapshot.live_of(head, now)
    screen = live.screen(now)
    running, coming = programme_now(head.id, language, head.languages, now)
    return Status(
        version=live.version,
        state=live.state,
        screen=screen,
        headline=words.headline(screen),
        advice=words.advice(screen),
        stream=live.on_air.path if live.on_air else None,
        now=running,
        next=coming,
        notices=notices_in(live, language, head.languages),
        watching=watching_now(live, now),
        poll_seconds=rules.poll_seconds(live.state),
    )


def status_text(head: EventHead, language: str, now: datetime) -> str:
    """The status as JSON; the same words for the same state, so that caches agree."""
    status = status_of(head, language, now)
    told = {
        "v": status.version,
        "state": status.state,
        "screen": status.screen,
        "text": status.headline,
        "advice": status.advice,
        "stream": status.stream,
        "session": _line(status.now),
        "next": _line(status.next),
        "watching": status.watching,
        "notices": [{"urgent": urgent, "text": text} for urgent, text in status.notices],
        "poll_s": status.poll_seconds,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _line(line: Line | None) -> dict[str, str] | None:
    if line is None:
        return None
    starts, ends = (
        moment.isoformat(timespec="minutes") for moment in (line.starts_at, line.ends_at)
    )
    return {"title": line.title, "starts": starts, "ends": ends}

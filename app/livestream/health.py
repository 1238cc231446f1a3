"""When a source of the broadcast is ill, and which one is well: on plain values."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from app.livestream.rules import BroadcastState

LOOK_SECONDS: Final = 1
"""How often each source is looked at."""
PATIENCE: Final = timedelta(seconds=9)
"""A source without a new piece for so long stands still: with a look a second and what a look
may take, that is noticed within twelve seconds."""
FORGOTTEN_AFTER: Final = timedelta(seconds=15)
"""Who has not looked for so long begins anew, and calls nobody ill for it."""
ON_STAGE: Final = frozenset({BroadcastState.TEST, BroadcastState.LIVE, BroadcastState.INTERRUPTED})


class Trouble(enum.StrEnum):
    """What a look at a source found."""

    NONE = "none"
    UNREACHABLE = "unreachable"
    """Nobody answered in time, or not in HTTP."""
    FORBIDDEN = "forbidden"
    """The address leads to where the watcher may not go."""
    REFUSED = "refused"
    """An HTTP status other than 200: the number is kept."""
    NO_PLAYLIST = "no playlist"
    EMPTY = "empty"
    NO_PIECES = "no pieces"
    """The playlist goes on, but the piece that it names is not there."""
    STILL = "still"
    """No new piece for longer than PATIENCE."""


@dataclass(frozen=True)
class Look:
    """What one look at a source gave."""

    trouble: Trouble
    status: int | None = None
    newest: str = ""
    """Number and name of the newest piece; empty where none was seen."""
    piece_seconds: float = 0
    bitrate: int | None = None
    """Bits a second of the picture, where this look measured it."""


@dataclass(frozen=True)
class Health:
    """What is known of a source, or of one of its sounds."""

    since: datetime
    """From then on it has been watched without a gap."""
    looked_at: datetime
    trouble: Trouble = Trouble.NONE
    status: int | None = None
    newest: str = ""
    well_at: datetime | None = None
    """When the newest piece appeared; None until one did."""
    piece_seconds: float = 0
    bitrate: int | None = None

    def is_still(self, now: datetime, on_air_since: datetime | None = None) -> bool:
        """Whether no piece has come for too long, counted from when it went on air at the least."""
        moments = (self.well_at or self.since, on_air_since)
        return now - max(moment for moment in moments if moment) > patience(self.piece_seconds)

    def is_well(self, now: datetime) -> bool:
        """Whether it was seen to go on, a short while ago."""
        return self.well_at is not None and not self.is_still(now)


class Turn(enum.StrEnum):
    """What the watcher does with a broadcast."""

    SWITCH = "switch"
    INTERRUPT = "interrupt"
    RESUME = "resume"


def patience(piece_seconds: float) -> timedelta:
    """How long a source may be silent; long pieces are waited for."""
    return max(PATIENCE, timedelta(seconds=1.5 * piece_seconds))


def after(before: Health | None, look: Look, now: datetime) -> Health:
    """What is known of a source after another look at it."""
    known = before or Health(now, now)
    if now - known.looked_at > FORGOTTEN_AFTER:
        known = Health(now, now, newest=known.newest, bitrate=known.bitrate)
    went_on = look.trouble == Trouble.NONE and known.newest not in ("", look.newest)
    found = Health(
        since=known.since,
        looked_at=now,
        trouble=look.trouble,
        status=look.status,
        newest=look.newest or known.newest,
        well_at=now if went_on else known.well_at,
        piece_seconds=look.piece_seconds or known.piece_seconds,
        bitrate=look.bitrate or known.bitrate,
    )
    stands = look.trouble == Trouble.NONE and found.is_still(now)
    return replace(found, trouble=Trouble.STILL) if stands else found


def next_stream(
    order: Sequence[int], on_air: int | None, sources: Mapping[int, Health], now: datetime
) -> int | None:
    """The first source that is well after the one on air, round the list; None for none."""
    place = order.index(on_air) + 1 if on_air in order else 0
    others = [*order[place:], *order[:place]]
    return next(
        (one for one in others if one != on_air and one in sources and sources[one].is_well(now)),
        None,
    )


def turn_of(
    state: BroadcastState, on_air: Health | None, *, still: bool, other: bool, by_watcher: bool
) -> Turn | None:
    """What to do.

    :param on_air: what is known of the source on air, None where nothing is
    :param still: whether it stands still
    :param other: whether another source is well
    :param by_watcher: whether an interruption was the watcher's own word
    """
    if state not in ON_STAGE:
        return None
    if still and other:
        return Turn.SWITCH
    if state == BroadcastState.LIVE and still:
        return Turn.INTERRUPT
    came_back = on_air is not None and on_air.well_at is not None and not still
    if state == BroadcastState.INTERRUPTED and by_watcher and came_back:
        return Turn.RESUME
    return None

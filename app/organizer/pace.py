"""A long list gives way: it rests between its pages while others want the processor.

A thread that the system takes the processor from stands in somebody's way; that count costs
one system call. On a quiet machine nothing is ever waited for.
"""

import resource
import threading
import time
from dataclasses import dataclass, field

CROWDED = 3
"""How often the processor may be taken from one page before that means others are waiting."""
LONGEST = 0.25


def _times_taken_away() -> int:
    return resource.getrusage(resource.RUSAGE_THREAD).ru_nivcsw


def pause(taken_away: int, seconds: float) -> float:
    """How long to rest after a page that took so many seconds: as long again, where it is crowded.

    :param taken_away: how often the system took the processor away meanwhile
    """
    return min(seconds, LONGEST) if taken_away > CROWDED else 0.0


@dataclass
class Pace:
    """One list on its way out, in one thread."""

    _rests: threading.Event = field(default_factory=threading.Event)
    _since: float = field(default_factory=time.monotonic)
    _taken_away: int = field(default_factory=_times_taken_away)

    def rest(self) -> None:
        """Between two pages: give way to others, if there are any."""
        seconds = pause(_times_taken_away() - self._taken_away, time.monotonic() - self._since)
        if seconds:
            self._rests.wait(seconds)
        self._since, self._taken_away = time.monotonic(), _times_taken_away()

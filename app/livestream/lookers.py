"""Looks at many tracks at once, and remembers what is known of each."""

from collections.abc import Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime

import structlog

from app.livestream import health, probe
from app.livestream.health import Health, Look, Trouble
from app.livestream.probe import Track

log = structlog.get_logger("gatherwide")

THREADS = 16
ROUND_MAY_TAKE = 2.6
"""Seconds; whoever hangs longer does not hold up what is said of the others."""


class Lookers:
    """Some threads that fetch playlists."""

    def __init__(self) -> None:
        self.known: dict[Track, Health] = {}
        self._running: dict[Track, Future[Look]] = {}
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="look")

    def start(self, addresses: Mapping[Track, str], own: Collection[str]) -> None:
        """Begin to look; a track whose last look still hangs is not asked again."""
        for track, address in addresses.items():
            if track not in self._running:
                self._running[track] = self._threads.submit(
                    probe.look_at, address, self.known.get(track), own
                )
        wait([self._running[track] for track in addresses], timeout=ROUND_MAY_TAKE)

    def finish(self, addresses: Mapping[Track, str], now: datetime) -> None:
        """Take in what was seen."""
        for track in addresses:
            self.known[track] = health.after(self.known.get(track), self._result(track), now)

    def troubles(self) -> dict[Track, Trouble]:
        """What is wrong with each track."""
        return {track: known.trouble for track, known in self.known.items()}

    def end(self) -> None:
        """Stop the threads."""
        self._threads.shutdown(cancel_futures=True)

    def _result(self, track: Track) -> Look:
        if not self._running[track].done():
            return Look(Trouble.UNREACHABLE)
        error = self._running[track].exception()
        look = None if error else self._running[track].result()
        del self._running[track]
        if error:
            log.warning("look failed", reason=type(error).__name__)
        return look or Look(Trouble.UNREACHABLE)

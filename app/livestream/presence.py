"""How many watch, and where: anonymous beats, tallied by the minute, on plain values.

A page that plays says once a minute "somebody watches at this location", under a random name
that it gave itself when it was opened. Nothing in it belongs to a sign-up: the ticket is the
same for everybody at a location, and only says that we handed it out.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

MINUTE: Final = timedelta(minutes=1)
BEAT_SECONDS: Final = 60
"""A page beats as often, so that each minute hears of it once."""
GRACE: Final = timedelta(seconds=8)
"""How long after its end a minute waits for what a web server still holds back."""
FRESH: Final = timedelta(minutes=3)
"""A count that is older says nothing about now."""
MOST_AT_A_PLACE: Final = 50_000
MOST_AT_ONCE: Final = 1_000_000
"""Bounds of memory. What is shown is bounded by who signed up: see `watchers_at`."""
LONGEST_TAB: Final = 8

Counts = Mapping[int, int]
"""Screens by location."""


class Closed(NamedTuple):
    """A minute that is over, and how many screens were on at each location."""

    began_at: datetime
    screens: Counts


class Tickets:
    """Makes and reads what names a location in a beat."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, location_id: int) -> str:
        """The ticket of a location."""
        digest = hmac.digest(self._key, b"presence\0%d" % location_id, hashlib.sha256)[:9]
        return f"{location_id}.{base64.urlsafe_b64encode(digest).decode()}"

    def location_in(self, ticket: str) -> int | None:
        """The location whose ticket this is; None for one that we did not make."""
        number = ticket.partition(".")[0]
        if not (number.isascii() and number.isdecimal() and len(number) <= 10):
            return None
        own = self.of(int(number)).encode()
        return int(number) if hmac.compare_digest(own, ticket.encode()) else None


class Tally:
    """The tabs that were heard of, minute by minute, until each minute is closed."""

    def __init__(self, tickets: Tickets) -> None:
        self._tickets = tickets
        self._minutes: dict[int, dict[str, set[str]]] = {}
        self._tabs = 0
        self._closed = 0

    def hear(self, minute: int, ticket: str, tab: str) -> None:
        """Take in a beat; one that is forged, or comes too late, counts nothing."""
        places = self._minutes.get(minute)
        if places is None:
            if minute <= self._closed:
                return
            places = self._minutes[minute] = {}
        tabs = places.get(ticket)
        if tabs is None:
            if self._tickets.location_in(ticket) is None:
                return
            tabs = places[ticket] = set()
        if tab not in tabs and self._has_room(tabs) and len(tab) <= LONGEST_TAB:
            tabs.add(tab)
            self._tabs += 1

    def hear_lines(self, lines: Iterable[str]) -> None:
        """Take in lines of nginx: seconds, ticket, tab. A line of another shape counts nothing."""
        second, minute = "", 0
        for line in lines:
            parts = line.split(" ")
            if len(parts) != 3:
                continue
            moment, ticket, tab = parts
            if moment[:10] != second:
                second = moment[:10]
                minute = int(second) // 60 if second.isascii() and second.isdecimal() else 0
            self.hear(minute, ticket, tab)

    def close(self, now: datetime) -> list[Closed]:
        """Give the minutes that are over, the oldest first, and forget their tabs."""
        last = int((now - GRACE).timestamp()) // 60 - 1
        over = sorted(minute for minute in self._minutes if minute <= last)
        self._closed = max(self._closed, last)
        return [self._take(minute) for minute in over]

    def _take(self, minute: int) -> Closed:
        places = self._minutes.pop(minute)
        self._tabs -= sum(len(tabs) for tabs in places.values())
        counts = {int(ticket.partition(".")[0]): len(tabs) for ticket, tabs in places.items()}
        return Closed(datetime.fromtimestamp(60 * minute, UTC), counts)

    def _has_room(self, tabs: set[str]) -> bool:
        return len(tabs) < MOST_AT_A_PLACE and self._tabs < MOST_AT_ONCE


def minute_of(now: datetime) -> int:
    """The number of a minute, as beats carry it."""
    return int(now.timestamp()) // 60


def watchers_at(screens: int, signed_up: int, heads: int | None) -> int:
    """How many watch at a location where so many screens are on.

    No more than signed up there, so that a flood of made-up tabs moves no figure; but as many
    as the host counted in the room.
    """
    return max(min(screens, max(signed_up, 1)), heads or 0) if screens else 0


def rounded(watchers: int) -> int:
    """What everybody may know: nothing under ten, else the first two figures, rounded down."""
    if watchers < 10:
        return 0
    step: int = max(10, 10 ** (len(str(watchers)) - 2))
    return watchers // step * step

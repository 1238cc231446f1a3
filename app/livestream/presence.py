"""How many watch, and where: anonymous beats, tallied by the minute, on plain values.

A page that plays says once a minute "somebody watches at this location", under a random name
that it gave itself when it was opened. Nothing in it belongs to a sign-up: the ticket is the
same for everybody at a location, and only says that we handed it out.
"""

import base64
import hashlib
import hmac
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

BEAT_SECONDS: Final = 60
"""A page beats as often, so that each minute hears of it once."""
GRACE: Final = timedelta(seconds=8)
"""How long after its end a minute waits for what a web server still holds back."""
FRESH: Final = timedelta(minutes=3)
"""A count that is older says nothing about now."""
MOST_AT_A_PLACE: Final = 50_000
MOST_AT_ONCE: Final = 1_000_000
"""Bounds of memory. What is shown is bounded by who signed up: see `watchers_at`."""
BRINK: Final = 10
"""Fewer are not told of, and no change by fewer."""
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
    """The beats of each minute, every one kept once as `ticket tab`, until the minute is closed.

    Only then, or where there are too many, is it looked whose tickets they carry: that makes
    hearing cheap, and it has to keep up with what nginx writes.
    """

    def __init__(self, tickets: Tickets) -> None:
        self._tickets = tickets
        self._minutes: dict[int, set[bytes]] = {}
        self._locations: dict[bytes, int] = {}
        self._closed = 0

    def hear(self, minute: int, ticket: str, tab: str) -> None:
        """Take in a beat; one that is forged, or comes too late, counts nothing."""
        if self._has_room():
            self._beats_of(minute).add(f"{ticket} {tab}".encode())

    def hear_lines(self, lines: bytes) -> None:
        """Take in lines of nginx, `seconds.milliseconds ticket tab`; others count nothing."""
        if not self._has_room():
            return
        second, beats = b"", set[bytes]()
        for line in lines.split(b"\n"):
            if line[:10] != second:
                second = line[:10]
                beats = self._beats_of(int(second) // 60 if second.isdigit() else 0)
            beats.add(line[15:])

    def close(self, now: datetime) -> list[Closed]:
        """Give the minutes that are over, the oldest first, and forget their tabs."""
        last = int((now - GRACE).timestamp()) // 60 - 1
        over = sorted(minute for minute in self._minutes if minute <= last)
        self._closed = max(self._closed, last)
        return [self._take(minute) for minute in over]

    def _beats_of(self, minute: int) -> set[bytes]:
        """Where the beats of a minute go: nowhere, when it is closed."""
        if minute <= self._closed:
            return set()
        return self._minutes.setdefault(minute, set())

    def _take(self, minute: int) -> Closed:
        beats = (beat.rpartition(b" ") for beat in self._minutes.pop(minute))
        tickets = Counter([ticket for ticket, _, tab in beats if len(tab) <= LONGEST_TAB])
        counts = {
            place: min(tabs, MOST_AT_A_PLACE)
            for ticket, tabs in tickets.items()
            if (place := self._location_of(ticket)) is not None
        }
        return Closed(datetime.fromtimestamp(60 * minute, UTC), counts)

    def _has_room(self) -> bool:
        """Whether more can be kept; made by forgetting what counts nothing, where there is none."""
        if self._kept() < MOST_AT_ONCE:
            return True
        for minute, beats in self._minutes.items():
            self._minutes[minute] = self._sift(beats)
        return self._kept() < MOST_AT_ONCE

    def _kept(self) -> int:
        return sum(map(len, self._minutes.values()))

    def _sift(self, beats: set[bytes]) -> set[bytes]:
        """Those that count."""
        tickets: Counter[bytes] = Counter()
        good = set()
        for beat in beats:
            ticket, _space, tab = beat.rpartition(b" ")
            if len(tab) <= LONGEST_TAB and self._location_of(ticket) is not None:
                tickets[ticket] += 1
                if tickets[ticket] <= MOST_AT_A_PLACE:
                    good.add(beat)
        return good

    def _location_of(self, ticket: bytes) -> int | None:
        place = self._locations.get(ticket)
        if place is None:
            place = self._tickets.location_in(ticket.decode("ascii", "replace"))
            if place is not None:
                # Only tickets of ours are remembered, so that a flood fills nothing.
                self._locations[ticket] = place
        return place


def minute_of(now: datetime) -> int:
    """The number of a minute, as beats carry it."""
    return int(now.timestamp()) // 60


def watchers_at(screens: int, signed_up: int, heads: int | None) -> int:
    """How many watch at a location where so many screens are on.

    No more than signed up there, so that a flood of made-up tabs moves no figure; but as many
    as the host counted in the room.
    """
    return max(min(screens, max(signed_up, 1)), heads or 0) if screens else 0


def told_after(told: int, watchers: int, distance: int) -> int:
    """The number that is told from now on: the former one, until so many have come or gone."""
    return watchers if abs(watchers - told) >= distance else told


def rounded(watchers: int) -> int:
    """What everybody may know: nothing under ten, else the first two figures, rounded down."""
    if watchers < BRINK:
        return 0
    step: int = max(BRINK, 10 ** (len(str(watchers)) - 2))
    return watchers // step * step

"""One look at a track of a stream: is its playlist there, and the newest piece of it?"""

from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import urljoin

from app.livestream import playlists
from app.livestream.errors import NotAPlaylist
from app.livestream.health import Health, Look, Trouble
from app.livestream.playlists import Newest
from app.web import fetching
from app.web.fetching import AddressForbidden, Answer, NoAnswer, Question

LOOK_MAY_TAKE = 1.2
"""Seconds for each of the two requests of a look."""
MOST_BYTES = 256 * 1024
CANNOT_HEAD = frozenset({405, 501})
LONGEST_MARK = 80


class Track(NamedTuple):
    """A quality or a language of a stream."""

    stream_id: int
    name: str


def look_at(address: str, known: Health | None, own: Collection[str]) -> Look:
    """Look at a playlist, and at its newest piece where that was not seen before."""
    try:
        answer = fetching.fetch(address, own=own, most_bytes=MOST_BYTES, seconds=LOOK_MAY_TAKE)
        if answer.status != 200:
            return Look(Trouble.REFUSED, answer.status)
        newest = playlists.read_media(answer.body.decode("utf-8", "replace"))
        if newest is None:
            return Look(Trouble.EMPTY, answer.status)
        return _piece(address, newest, known, own)
    except NotAPlaylist:
        return Look(Trouble.NO_PLAYLIST, 200)
    except AddressForbidden:
        return Look(Trouble.FORBIDDEN)
    except NoAnswer:
        return Look(Trouble.UNREACHABLE)


def _piece(address: str, newest: Newest, known: Health | None, own: Collection[str]) -> Look:
    # The query is left out: some servers put a new token into it with each answer.
    name = newest.address.partition("?")[0][-60:]
    mark = f"{newest.number} {name}"[:LONGEST_MARK]
    if known and known.newest == mark and known.trouble in (Trouble.NONE, Trouble.STILL):
        return Look(Trouble.NONE, 200, mark, newest.seconds)
    where = urljoin(address, newest.address)
    # No browser would follow it either: our pages let players ask the media server alone.
    if fetching.origin(where) not in own:
        raise AddressForbidden
    piece = fetching.fetch(
        where,
        own=own,
        most_bytes=0,
        seconds=LOOK_MAY_TAKE,
        question=Question("HEAD"),
    )
    there = piece.status == 200 or piece.status in CANNOT_HEAD
    trouble = Trouble.NONE if there else Trouble.NO_PIECES
    return Look(trouble, 200, mark, newest.seconds, _bitrate(piece, newest))


def _bitrate(piece: Answer, newest: Newest) -> int | None:
    if piece.status != 200 or not piece.length:
        return None
    return min(round(piece.length * 8 / newest.seconds), 2**31 - 1)

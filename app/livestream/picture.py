"""The test picture: a live stream without a process of its own.

A few seconds of video and of two tones lie in `picture/`, made by deploy/test_picture. The
clock says which pieces are the newest, and each piece is given the time at which it plays, so
that players see one stream without a seam.
"""

import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from app.livestream.playlists import Picture, Segment, live

PATH, SPARE_PATH = "test-picture", "test-picture-2"
"""Folders in media paths under which any event has it, as main stream and as backup."""
PATHS = frozenset({PATH, SPARE_PATH})
FOLDER = Path(__file__).parent / "picture"
PIECES = 4
LENGTH = timedelta(milliseconds=3200)
SHOWN = 6
KEPT = 12
"""A piece stays in reach for some time after it has left the playlist."""
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
TICKS = {"video": 32_768, "a": 76_800, "b": 76_800}
"""The length of a piece on each track's own clock."""
TONES = ("a", "b")
PICTURE = Picture("video", bandwidth=120_000, width=640, height=360, codecs="avc1.4d401f,mp4a.40.2")
PLAYLIST, WEBVTT = "application/vnd.apple.mpegurl", "text/vtt"
MPEG_CLOCK, MPEG_WRAPS = 90_000, 2**33
_MOMENT = b"tfdt"


def read(track: str, file: str, now: datetime) -> tuple[bytes | str, str] | None:
    """Give a file of a track and its media type, or None where there is no such file now."""
    if track not in TICKS:
        return None
    newest = _newest(now)
    if file == "index.m3u8":
        return _playlist(newest, "m4s", "init.mp4"), PLAYLIST
    if file == "init.mp4":
        return _file(track, file), "video/mp4"
    number = _number(file, "m4s", newest)
    return None if number is None else (piece(track, number), "video/iso.segment")


def read_captions(
    file: str, now: datetime, say: Callable[[datetime], str]
) -> tuple[str, str] | None:
    """Give a file of the captions and its media type, or None where there is no such file now.

    :param say: what is to be read at a moment
    """
    newest = _newest(now)
    if file == "index.m3u8":
        return _playlist(newest, "vtt"), PLAYLIST
    number = _number(file, "vtt", newest)
    return None if number is None else (caption(number, say(BEGAN + number * LENGTH)), WEBVTT)


def caption(number: int, text: str) -> str:
    """The captions beside the piece of that number: one cue, as long as the piece is.

    The first line maps its time to that of the picture (RFC 8216, section 3.5).
    """
    begins = round(number * LENGTH.total_seconds() * MPEG_CLOCK) % MPEG_WRAPS
    ends = f"00:00:{LENGTH.total_seconds():06.3f}"
    stamp = f"X-TIMESTAMP-MAP=MPEGTS:{begins},LOCAL:00:00:00.000"
    return f"WEBVTT\n{stamp}\n\n{number}\n00:00:00.000 --> {ends}\n{text}\n"


def piece(track: str, number: int) -> bytes:
    """The piece of that number, with its own time written into it (`tfdt`, ISO/IEC 14496-12)."""
    content = bytearray(_file(track, f"{number % PIECES}.m4s"))
    # The name, one byte of version (1: 64 bits), three of flags, then the time.
    struct.pack_into(">Q", content, content.index(_MOMENT) + 8, number * TICKS[track])
    return bytes(content)


def _newest(now: datetime) -> int:
    """The last piece that has been played in full."""
    return (now - BEGAN) // LENGTH - 1


def _number(file: str, wanted: str, newest: int) -> int | None:
    """The number of a piece that can be had now, by the name of its file."""
    number, dot, ending = file.partition(".")
    if (dot, ending) != (".", wanted) or not (number.isascii() and number.isdecimal()):
        return None
    if len(number) > 10 or not newest - KEPT < int(number) <= newest:
        return None
    return int(number)


def _playlist(newest: int, ending: str, beginning: str = "") -> str:
    first = newest - SHOWN + 1
    segments = [
        Segment(f"{number}.{ending}", LENGTH.total_seconds(), BEGAN + number * LENGTH)
        for number in range(first, newest + 1)
    ]
    return live(segments, first, beginning)


@cache
def _file(track: str, name: str) -> bytes:
    return (FOLDER / track / name).read_bytes()

"""HLS playlists as text (RFC 8216), with relative addresses, so that a signature carries on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.livestream.errors import NotAPlaylist

HEAD = ("#EXTM3U", "#EXT-X-VERSION:6")
AUDIO_CODEC = "mp4a.40.2"
AUDIO_BANDWIDTH = 70_000
LONGEST_PIECE = 60


@dataclass(frozen=True)
class Picture:
    """One quality of the picture."""

    path: str
    bandwidth: int
    width: int
    height: int
    codecs: str


@dataclass(frozen=True)
class Sound:
    """One thing to hear: a language, or a description of the picture."""

    path: str
    language: str
    name: str


@dataclass(frozen=True)
class Captions:
    """One language to read."""

    path: str
    language: str
    name: str


@dataclass(frozen=True)
class Segment:
    """A piece of media in a live playlist."""

    address: str
    seconds: float
    began_at: datetime


@dataclass(frozen=True)
class Newest:
    """The last piece that a live playlist names."""

    number: int
    address: str
    seconds: float


def master(
    pictures: Sequence[Picture],
    sounds: Sequence[Sound],
    language: str,
    captions: Sequence[Captions] = (),
    read: str = "",
) -> str:
    """The playlist of all qualities, sounds and captions, in which one language plays.

    It is how a player without scripts changes the language: by another master.

    :param read: the language of the captions that are shown; empty for none
    """
    lines = [*HEAD, "#EXT-X-INDEPENDENT-SEGMENTS"]
    chosen = next((sound for sound in sounds if sound.language == language), None)
    for sound in sounds:
        yes_or_no = "YES" if sound is (chosen or sounds[0]) else "NO"
        lines.append(
            f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="{_quoted(sound.name)}",'
            f'LANGUAGE="{_quoted(sound.language)}",DEFAULT={yes_or_no},AUTOSELECT={yes_or_no},'
            f'URI="{_quoted(sound.path)}/index.m3u8"'
        )
    lines += [_subtitles(one, shown=one.language == read) for one in captions]
    groups = (',AUDIO="sound"' if sounds else "") + (',SUBTITLES="captions"' if captions else "")
    for picture in pictures:
        size = f"RESOLUTION={picture.width}x{picture.height}"
        codecs = f'CODECS="{_quoted(picture.codecs)}"'
        lines.append(f"#EXT-X-STREAM-INF:BANDWIDTH={picture.bandwidth},{size},{codecs}{groups}")
        lines.append(f"{picture.path}/index.m3u8")
    return _text(lines)


def sound_only(sound: Sound) -> str:
    """The playlist of one language without the picture."""
    return _text(
        [
            *HEAD,
            f'#EXT-X-STREAM-INF:BANDWIDTH={AUDIO_BANDWIDTH},CODECS="{AUDIO_CODEC}"',
            f"{sound.path}/index.m3u8",
        ]
    )


def live(segments: Sequence[Segment], first: int, beginning: str = "") -> str:
    """A live playlist: the newest segments, the number of the first one, the file before all.

    :param beginning: empty for captions, of which each piece stands by itself
    """
    longest = max(segment.seconds for segment in segments)
    lines = [
        *HEAD,
        f"#EXT-X-TARGETDURATION:{-int(-longest // 1)}",
        f"#EXT-X-MEDIA-SEQUENCE:{first}",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        *([f'#EXT-X-MAP:URI="{beginning}"'] if beginning else ()),
    ]
    for segment in segments:
        began = segment.began_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        lines.append(f"#EXT-X-PROGRAM-DATE-TIME:{began}")
        lines.append(f"#EXTINF:{segment.seconds:.5f},")
        lines.append(segment.address)
    return _text(lines)


def read_media(text: str) -> Newest | None:
    """Read the newest piece of a media playlist, None where it names none.

    :raises NotAPlaylist: it is something else, such as an HTML page
    """
    lines = [line.strip() for line in text.removeprefix("\ufeff").splitlines()]
    if not lines or lines[0] != HEAD[0]:
        raise NotAPlaylist
    first, seconds, pieces, newest = 0, 0.0, 0, ""
    for line in lines:
        name, _colon, value = line.partition(":")
        if name == "#EXT-X-MEDIA-SEQUENCE" and value.isdecimal() and len(value) <= 20:
            first = int(value)
        elif name == "#EXTINF":
            seconds = _seconds(value)
        elif line and not line.startswith("#"):
            pieces, newest = pieces + 1, line
    # Without lengths it is a playlist of playlists.
    return Newest(first + pieces - 1, newest, seconds) if newest and seconds else None


def _seconds(value: str) -> float:
    """The length of a piece; absurd ones count as none."""
    try:
        seconds = float(value.partition(",")[0])
    except ValueError:
        return 0
    return seconds if 0 < seconds < LONGEST_PIECE else 0


def _subtitles(captions: Captions, *, shown: bool) -> str:
    # Which ones a player takes by itself is the watcher's own setting.
    return (
        f'#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="{_quoted(captions.name)}",'
        f'LANGUAGE="{_quoted(captions.language)}",DEFAULT={"YES" if shown else "NO"},'
        f"AUTOSELECT=YES,FORCED=NO,"
        f'CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog",'
        f'URI="{_quoted(captions.path)}/index.m3u8"'
    )


def _quoted(text: str) -> str:
    """A quoted string may hold neither quotes nor line ends."""
    return "".join(c for c in text if c != '"' and c.isprintable())


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines) + "\n"

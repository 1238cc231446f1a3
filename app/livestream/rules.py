"""Decisions about a broadcast, on plain values."""

import base64
import binascii
import enum
import hashlib
import hmac
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple


class BroadcastState(enum.StrEnum):
    SCHEDULED = "scheduled"
    TEST = "test"
    LIVE = "live"
    INTERRUPTED = "interrupted"
    ENDED = "ended"
    REPLAY = "replay"


class StreamRole(enum.StrEnum):
    PRIMARY = "primary"
    BACKUP = "backup"
    REPLAY = "replay"


class AudioKind(enum.StrEnum):
    FLOOR = "floor"
    INTERPRETATION = "interpretation"
    DESCRIPTION = "description"


class Screen(enum.StrEnum):
    """What a watcher sees."""

    COUNTDOWN = "countdown"
    DOOR = "door"
    TEST = "test"
    LIVE = "live"
    INTERRUPTED = "interrupted"
    ENDED = "ended"
    REPLAY = "replay"


class PathAnswer(enum.IntEnum):
    """How a media path is answered, as an HTTP status."""

    GOOD = 200
    FORBIDDEN = 403
    EXPIRED = 410


class Pass(NamedTuple):
    """A viewer's way to the media of an event: the path before its slug, and when it ends."""

    prefix: str
    expiry: int


class Viewer(NamedTuple):
    """Who asks for media, as a signed path names them: `viewer`, `viewer_screen`, or steady."""

    id: str
    screen: str = ""
    """The random name of one screen; empty where screens are not counted."""
    steady: bool = False
    """For a player that cannot change its address: the path lasts for hours, and whoever checks
    it asks every minute whether it still holds."""

    @property
    def name(self) -> str:
        """As it stands in the path."""
        return f"{self.id}_{self.screen}_s" if self.steady else "_".join(filter(None, self[:2]))


State = BroadcastState

SCREEN: Final = "screen"
"""What the token of a room's screen is made for: it opens the picture, and nothing else."""
DOOR_BEFORE: Final = timedelta(minutes=30)
"""When the door opens, where no other moment is set."""
PASS_LASTS: Final = timedelta(minutes=20)
"""So long a link that was closed goes on behind a media server; pages renew it before it ends."""
STEADY_LASTS: Final = timedelta(hours=6)
STEADY_HOLDS: Final = timedelta(minutes=3)
"""A steady path is asked about every minute; a screen that was not is gone after so long."""
MOST_SCREENS: Final = 50
"""On one link, whatever the event allows: a bound for whoever makes names up."""
POLL_SECONDS: Final = {State.LIVE: 5, State.INTERRUPTED: 5, State.TEST: 10}
POLL_SECONDS_ELSE: Final = 20
WITH_A_PICTURE: Final = frozenset(
    {Screen.DOOR, Screen.TEST, Screen.LIVE, Screen.INTERRUPTED, Screen.REPLAY}
)
COUNTED: Final = frozenset({Screen.TEST, Screen.LIVE, Screen.INTERRUPTED})
"""While these are shown, pages say that somebody watches."""

TRANSITIONS: Final[Mapping[State, tuple[State, ...]]] = {
    State.SCHEDULED: (State.TEST, State.LIVE),
    State.TEST: (State.LIVE, State.SCHEDULED),
    State.LIVE: (State.INTERRUPTED, State.ENDED),
    State.INTERRUPTED: (State.LIVE, State.ENDED),
    State.ENDED: (State.REPLAY, State.LIVE),
    State.REPLAY: (State.ENDED,),
}
"""Where a broadcast can go from each state, the usual way first."""

_CAPTIONS: Final = "captions-"
_FOLDER = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")

_VIEWER = re.compile(r"(?P<viewer>[a-z2-7]{16})")
_VIEWER_IN_PATH = re.compile(r"/live/[\w-]+/\d+/(?P<viewer>[a-z2-7]{16})(?:_\w*)?(?:/|$)", re.ASCII)
_SCREEN_NAME = re.compile(r"[0-9a-f]{1,8}")
_TOKEN_IN_PATH = re.compile(r"/(?P<kind>r|h|screen)/(?P<token>[\w-]{46,68})(?:[/?#]|$)", re.ASCII)

_SCREENS: Final = {
    State.TEST: Screen.TEST,
    State.LIVE: Screen.LIVE,
    State.INTERRUPTED: Screen.INTERRUPTED,
    State.ENDED: Screen.ENDED,
    State.REPLAY: Screen.REPLAY,
}


def screen_of(state: State, door_opens_at: datetime, ends_at: datetime, now: datetime) -> Screen:
    """What to show: a broadcast that nobody has started or ended follows the clock."""
    if state != State.SCHEDULED:
        return _SCREENS[state]
    if now >= ends_at:
        return Screen.ENDED
    return Screen.DOOR if now >= door_opens_at else Screen.COUNTDOWN


def may_go(state: State, to: State) -> bool:
    """Whether a broadcast can change like that."""
    return to in TRANSITIONS[state]


def is_folder(name: str) -> bool:
    """Whether a name can stand in media paths."""
    return bool(_FOLDER.fullmatch(name))


def captions_folder(language: str) -> str:
    """Where the captions of a language lie, inside the stream's folder."""
    return f"{_CAPTIONS}{language}"


def captions_in(folder: str) -> str:
    """The language of the captions in a folder; empty where it holds something else."""
    return folder.removeprefix(_CAPTIONS) if folder.startswith(_CAPTIONS) else ""


def master_file(kind: str, language: str, captions: str = "") -> str:
    """The name of a master playlist, such as `main.fa.captions-en.m3u8` or `sound.fa.m3u8`."""
    parts = (kind, language, captions and captions_folder(captions), "m3u8")
    return ".".join(part for part in parts if part)


def read_master_file(file: str) -> tuple[str, str, str] | None:
    """The kind, language and captions that a master playlist is named by; None for others."""
    kind, *parts = file.split(".")
    if not parts or parts.pop() != "m3u8":
        return None
    captions = captions_in(parts.pop()) if parts and captions_in(parts[-1]) else ""
    language = parts.pop() if parts else ""
    return None if parts else (kind, language, captions)


def poll_seconds(state: State) -> int:
    """How long a page waits before it asks for the status again."""
    return POLL_SECONDS.get(state, POLL_SECONDS_ELSE)


def viewer_of(key: bytes, registration_id: bytes) -> str:
    """A viewer's name in media paths: the same for one sign-up, and telling nothing about it."""
    digest = hmac.digest(key, b"viewer\0" + registration_id, hashlib.sha256)[:10]
    return base64.b32encode(digest).decode().lower()


def viewer_in_path(text: str) -> str | None:
    """The viewer whom a media address, or the name alone, belongs to; None where there is none."""
    found = _VIEWER.fullmatch(text) or _VIEWER_IN_PATH.search(text)
    return found.group("viewer") if found else None


def read_viewer(name: str) -> Viewer:
    """Take a name in a signed path apart."""
    viewer, _dash, rest = name.partition("_")
    screen, _dash, mark = rest.partition("_")
    return Viewer(viewer, screen, mark == "s")


def screen_in(prefix: str) -> str:
    """The name of the screen that a pass was made for; empty where there is none."""
    return read_viewer(prefix.rpartition("/")[2]).screen


def is_screen_name(name: str) -> bool:
    """Whether a page can have given itself this name."""
    return bool(_SCREEN_NAME.fullmatch(name))


def has_room(screens: Collection[str], screen: str, most: int | None) -> bool:
    """Whether a screen may join those that are on with the same link."""
    return screen in screens or len(screens) < min(most or MOST_SCREENS, MOST_SCREENS)


def token_in(text: str) -> tuple[str, str] | None:
    """The kind and the token of a personal link (`r`, `h`, `screen`), None where there is none."""
    found = _TOKEN_IN_PATH.search(text)
    return (found.group("kind"), found.group("token")) if found else None


def sign_path(secret: str, expiry: int, viewer: str, event: str) -> str:
    """The signature of a media path, as nginx computes it.

    `secure_link_md5 "$expiry/$viewer/$event SECRET"`: MD5, because nginx knows no other here. The
    secret stands at the end, so that a known signature cannot be drawn longer.
    """
    signed = f"{expiry}/{viewer}/{event} {secret}"
    digest = hashlib.md5(signed.encode(), usedforsecurity=False).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def make_pass(secret: str, viewer: Viewer, event: str, now: datetime) -> Pass:
    """A pass from now on, to the streams of one event."""
    expiry = int((now + (STEADY_LASTS if viewer.steady else PASS_LASTS)).timestamp())
    name = viewer.name
    return Pass(f"/live/{sign_path(secret, expiry, name, event)}/{expiry}/{name}", expiry)


def check_path(
    secret: str, signature: str, expiry: str, viewer: str, event: str, now: datetime
) -> PathAnswer:
    """Whether a media path may be opened now; answers as nginx's `secure_link` does."""
    if not (expiry.isascii() and expiry.isdecimal() and len(expiry) <= 12):
        return PathAnswer.FORBIDDEN
    try:
        given = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    except (binascii.Error, ValueError):
        return PathAnswer.FORBIDDEN
    wanted = base64.urlsafe_b64decode(sign_path(secret, int(expiry), viewer, event) + "==")
    if expiry != str(int(expiry)) or not hmac.compare_digest(given, wanted):
        return PathAnswer.FORBIDDEN
    return PathAnswer.EXPIRED if int(expiry) < int(now.timestamp()) else PathAnswer.GOOD


def choose_language(offered: Sequence[str], asked: str, page: str) -> str | None:
    """The sound to play: the one asked for, else the page's own, else the first; None for none."""
    for code in (asked, page):
        if code in offered:
            return code
    return offered[0] if offered else None


def choose_text(texts: Mapping[str, str], language: str, fallbacks: Sequence[str]) -> str:
    """A text in a language, else in the first of the others that has it, else any."""
    for code in (language, *fallbacks):
        if texts.get(code):
            return texts[code]
    return next((text for text in texts.values() if text), "")


def now_and_next(
    times: Sequence[tuple[datetime, datetime]], now: datetime
) -> tuple[int | None, int | None]:
    """Which items of a programme, sorted by their beginning, run now and come next."""
    running = [place for place, (start, end) in enumerate(times) if start <= now < end]
    coming = [place for place, (start, _end) in enumerate(times) if start > now]
    return (running[-1] if running else None, coming[0] if coming else None)

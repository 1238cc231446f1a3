"""Players elsewhere: what organizers paste, and the addresses that are made of it.

Only players whose hosts the operator allows can be shown, and only by somebody's own press.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

YOUTUBE: Final = "www.youtube-nocookie.com"
VIMEO: Final = "player.vimeo.com"
NAMES: Final = {YOUTUBE: "YouTube", VIMEO: "Vimeo"}
LONGEST: Final = 300
MOST: Final = 12

_YOUTUBE_HOSTS = frozenset({"youtube.com", "m.youtube.com", "youtube-nocookie.com"})
_YOUTUBE_VIDEO = re.compile(r"[\w-]{11}", re.ASCII)
_YOUTUBE_PATH = re.compile(r"/(?:live|embed|shorts)/(?P<video>[\w-]{11})/?", re.ASCII)
_VIMEO_PATH = re.compile(r"/(?:video/)?(?P<video>\d{1,12})/?", re.ASCII)
_PEERTUBE_PATH = re.compile(r"/(?:w|videos/watch|videos/embed)/(?P<video>[\w-]{8,40})/?", re.ASCII)


@dataclass(frozen=True)
class Elsewhere:
    """A video at a player elsewhere."""

    host: str
    """The player's, as the setting names it."""
    video: str
    language: str

    @property
    def name(self) -> str:
        """What people call it."""
        return NAMES.get(self.host, self.host)

    @property
    def player(self) -> str:
        """The address of its player, as far as it can be told not to watch its watchers."""
        if self.host == YOUTUBE:
            return f"https://{self.host}/embed/{self.video}"
        if self.host == VIMEO:
            return f"https://{self.host}/video/{self.video}?dnt=1"
        # Without peers: they would see each other's addresses.
        return f"https://{self.host}/videos/embed/{self.video}?p2p=0&warningTitle=0"

    @property
    def page(self) -> str:
        """The address of its own page."""
        if self.host == YOUTUBE:
            return f"https://www.youtube.com/watch?v={self.video}"
        if self.host == VIMEO:
            return f"https://vimeo.com/{self.video}"
        return f"https://{self.host}/w/{self.video}"


def read_address(address: str, language: str, allowed: Collection[str]) -> Elsewhere | None:
    """The video that an address leads to, None where it is none of an allowed player."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or len(address) > LONGEST:
        return None
    player, video = _video(host, parts.hostname or "", parts.path, parts.query)
    return Elsewhere(player, video, language) if video and player in allowed else None


def _video(host: str, whole_host: str, path: str, query: str) -> tuple[str, str]:
    """The player of an address and the name of the video; empty where there is none."""
    if host == "youtu.be":
        return YOUTUBE, _whole(_YOUTUBE_VIDEO, path.strip("/"))
    if host in _YOUTUBE_HOSTS:
        asked = parse_qs(query).get("v", [""])[0] if path == "/watch" else ""
        return YOUTUBE, _whole(_YOUTUBE_VIDEO, asked) or _named(_YOUTUBE_PATH, path)
    if host in ("vimeo.com", VIMEO):
        return VIMEO, _named(_VIMEO_PATH, path)
    return whole_host, _named(_PEERTUBE_PATH, path)


def _whole(pattern: re.Pattern[str], text: str) -> str:
    return text if pattern.fullmatch(text) else ""


def _named(pattern: re.Pattern[str], path: str) -> str:
    found = pattern.fullmatch(path)
    return found.group("video") if found else ""

"""What a message may hold, how many one may send, and what can be decided about it."""

import enum
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from app.messages.errors import BadVideo

LONGEST = 280
LONGEST_LINK = 200
MOST_AN_HOUR = 5
MOST_WAITING = 3
HOUR = timedelta(hours=1)
WHILE_SOME_WAIT = timedelta(minutes=10)
"""After as long the first of those that wait may be decided."""
REJECTED_STAY = timedelta(days=1)
"""As long a rejection can be undone; then the words go."""

SHAPING = "\u200c\u200d"
"""Persian and emoji need them; every other invisible character goes."""
MOST_MARKS = 4
"""Signs above and below one letter: vowels and tones need no more."""
VIDEO_HOSTS = {
    "youtube.com": ("v", "t"),
    "youtu.be": ("t",),
    "vimeo.com": (),
    "aparat.com": (),
    "dailymotion.com": (),
    "archive.org": (),
}
"""Websites that a link may lead to, and what stays of its query: the rest often tells who shared
it."""
_ADDRESS = re.compile(r"https?:|www\.", re.IGNORECASE)
_PATH = re.compile(r"/[\w/@.-]{1,120}", re.ASCII)


class MessageState(enum.StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Decision(enum.StrEnum):
    APPROVE = "approve"
    REJECT = "reject"
    PIN = "pin"
    UNPIN = "unpin"
    TAKE_BACK = "take_back"


@dataclass(frozen=True)
class NewMessage:
    """What somebody wants to say, checked by the form."""

    text: str
    video: str = ""
    shows_country: bool = False


State = MessageState
DECISIONS = {
    (Decision.APPROVE, State.WAITING, False): (State.APPROVED, False),
    (Decision.APPROVE, State.REJECTED, False): (State.APPROVED, False),
    (Decision.REJECT, State.WAITING, False): (State.REJECTED, False),
    (Decision.PIN, State.WAITING, False): (State.APPROVED, True),
    (Decision.PIN, State.APPROVED, False): (State.APPROVED, True),
    (Decision.UNPIN, State.APPROVED, True): (State.APPROVED, False),
    (Decision.TAKE_BACK, State.APPROVED, False): (State.REJECTED, False),
    (Decision.TAKE_BACK, State.APPROVED, True): (State.REJECTED, False),
}
"""What becomes of a message, by the decision, its state, and whether it is pinned."""


def clean(text: str) -> str:
    """One line of plain text: no control characters, nothing that turns the direction.

    Line breaks become spaces; signs beyond the fourth on one letter go.
    """
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(char)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if char.isspace():
            kept.append(" ")
        elif (kind[0] != "C" or char in SHAPING) and marks <= MOST_MARKS:
            kept.append(char)
    return " ".join("".join(kept).split())


def has_words(text: str) -> bool:
    """Whether there is anything to read in it."""
    return any(unicodedata.category(char)[0] in "LNS" for char in text)


def holds_an_address(text: str) -> bool:
    """Whether a web address stands in the text, where it would be no link."""
    return bool(_ADDRESS.search(text))


def video_link(pasted: str) -> str:
    """The link to a video, without what tells who shared it; '' for nothing.

    :raises BadVideo: it leads anywhere else
    """
    pasted = pasted.strip()
    if not pasted:
        return ""
    try:
        parts = urlsplit(pasted)
        host, port = (parts.hostname or "").removeprefix("www.").removeprefix("m."), parts.port
    except ValueError as error:
        raise BadVideo from error
    stays = VIDEO_HOSTS.get(host)
    plain = parts.scheme == "https" and port is None and "@" not in parts.netloc
    if stays is None or not plain or not _PATH.fullmatch(parts.path):
        raise BadVideo
    query = urlencode([(key, value) for key, value in parse_qsl(parts.query) if key in stays])
    link = f"https://{host}{parts.path}" + (f"?{query}" if query else "")
    if len(link) > LONGEST_LINK:
        raise BadVideo
    return link


def host_of(link: str) -> str:
    """Where a link leads, for people to read."""
    return urlsplit(link).hostname or ""


def wait_before_next(
    sent: Sequence[tuple[datetime, MessageState]], now: datetime
) -> timedelta | None:
    """How long a sender has to wait, from what they sent before; None for not at all."""
    if sum(state == State.WAITING for _at, state in sent) >= MOST_WAITING:
        return WHILE_SOME_WAIT
    recent = sorted(at for at, _state in sent if at > now - HOUR)
    return recent[-MOST_AN_HOUR] + HOUR - now if len(recent) >= MOST_AN_HOUR else None


def decided(decision: Decision, state: MessageState, pinned: bool) -> tuple[State, bool] | None:
    """The state after a decision, and whether it is pinned then; None where it does not apply."""
    return DECISIONS.get((decision, state, pinned))


def to_the_minute(moment: datetime) -> datetime:
    """What is kept of a moment: with the seconds it could be found in other lists again."""
    return moment.replace(second=0, microsecond=0)

"""Signed media paths: the master playlists of all streams, and the test picture.

Where a media server stands in front, it checks the signature itself, serves what the
packagers wrote, and asks here only for these, which it keeps for all viewers.
"""

from datetime import datetime

from flask import Response

from app import clock
from app.events import queries as event_queries
from app.events.kept import kept
from app.events.queries import EventHead
from app.livestream import gate, picture, playlists, rules, snapshot, words
from app.livestream.errors import NothingThere, ViewerBlocked
from app.livestream.picture import PLAYLIST
from app.livestream.routes.blueprint import livestream
from app.livestream.rules import STEADY_HOLDS, Viewer
from app.livestream.service import screens
from app.livestream.snapshot import Channel
from app.web.access import viewer as for_viewers

MASTER_SECONDS = 10
PLAYLIST_SECONDS = 1
PIECE_SECONDS = 60
HOLDS_SECONDS = 60
SIGNED = "/live/<signature>/<expiry>/<viewer>/<event>/<stream>"


@livestream.get(f"{SIGNED}/<file>")
@for_viewers
def master(
    signature: str, expiry: str, viewer: str, event: str, stream: str, file: str
) -> Response:
    now = clock.now()
    asking = gate.check(signature, expiry, viewer, event, now)
    head = event_queries.get_head(event)
    _refuse_closed(head, asking, now)
    live = snapshot.live_of(head, now)
    channel = next((one for one in live.channels if one.path == stream), None)
    if channel is None and stream == picture.PATH:
        channel = snapshot.test_channel(head.languages)
    text = _master(channel, file) if channel else None
    if text is None:
        raise NothingThere
    return _answer(text, PLAYLIST, MASTER_SECONDS)


@livestream.get(f"{SIGNED}/<track>/<file>")
@for_viewers
def media(
    signature: str, expiry: str, viewer: str, event: str, stream: str, track: str, file: str
) -> Response:
    now = clock.now()
    asking = gate.check(signature, expiry, viewer, event, now)
    head = event_queries.get_head(event)
    _refuse_closed(head, asking, now)
    found = _test_picture(head, track, file, now) if stream in picture.PATHS else None
    if found is None:
        raise NothingThere
    content, kind = found
    return _answer(content, kind, PLAYLIST_SECONDS if kind == PLAYLIST else PIECE_SECONDS)


@livestream.get("/live/<signature>/<expiry>/<viewer>/<event>/holds")
@for_viewers
def holds(signature: str, expiry: str, viewer: str, event: str) -> Response:
    """Whether a steady path still holds, as nginx asks every minute on its viewer's behalf."""
    now = clock.now()
    asking = gate.check(signature, expiry, viewer, event, now)
    head = event_queries.get_head(event)
    _refuse_closed(head, asking, now)
    return _answer("", "text/plain", HOLDS_SECONDS)


def _refuse_closed(head: EventHead, asking: Viewer, now: datetime) -> None:
    shut = snapshot.is_blocked(head.id, asking.id, now)
    if shut or snapshot.has_cancelled(head.id, asking.id, now):
        raise ViewerBlocked
    if asking.steady and asking.screen:
        key = (head.id, asking)
        kept("steady screens").get(key, now, lambda: _count_in(head, asking, now))


def _count_in(head: EventHead, asking: Viewer, now: datetime) -> int:
    """A player that fetches media is on; an organizer sees how many, and may limit it."""
    return screens.count_in(
        event_id=head.id,
        viewer=asking.id,
        screen=asking.screen,
        until=now + STEADY_HOLDS,
        most=snapshot.live_of(head, now).screens_per_link,
        now=now,
    )


def _test_picture(
    head: EventHead, track: str, file: str, now: datetime
) -> tuple[bytes | str, str] | None:
    """A file of the test picture, whose captions are there in every language of the event."""
    language = rules.captions_in(track)
    if language in head.languages:
        return picture.read_captions(file, now, lambda at: words.test_caption(language, at))
    return picture.read(track, file, now)


def _master(channel: Channel, file: str) -> str | None:
    """A master playlist by its name."""
    kind, language, captions = rules.read_master_file(file) or ("", "", "")
    sound = next((one for one in channel.sounds if one.language == language), None)
    readable = {one.language for one in channel.captions}
    if (language and sound is None) or (captions and captions not in readable):
        return None
    if kind == "main" and channel.pictures:
        return playlists.master(
            channel.pictures, channel.sounds, language, channel.captions, captions
        )
    return playlists.sound_only(sound) if kind == "sound" and sound else None


def _answer(content: str | bytes, kind: str, seconds: int) -> Response:
    response = Response(content, mimetype=kind)
    # A browser may keep it; a proxy without a key of its own must not: the path is one viewer's.
    response.headers["Cache-Control"] = f"private, max-age={seconds}"
    response.headers["X-Accel-Expires"] = str(seconds)
    return response

"""What the pages of guests and of rooms share: what was asked, who is shut out, a new pass."""

from collections.abc import Collection
from datetime import UTC, datetime

from flask import Response, abort, jsonify, request

from app.livestream import gate, rules, snapshot, words
from app.livestream.choices import Asked
from app.livestream.queries.screens import Standing, standing_of
from app.livestream.rules import Pass
from app.livestream.service import screens
from app.livestream.watching import Holder
from app.registration.models import Registration


def read_asked() -> Asked:
    """What the watcher chose, from the page's address."""
    return Asked.read(*(request.args.get(name, "") for name in ("a", "s", "sound", "c")))


def is_closed(own: Holder, now: datetime) -> bool:
    """Whether the picture is closed for this link."""
    viewer = gate.find_viewer(own.id, own.token_version)
    return viewer is not None and snapshot.is_blocked(own.event_id, viewer, now)


def standing(own: Registration, now: datetime) -> Standing:
    """How a guest's link stands; without a media server there is nothing to close or to count."""
    viewer = gate.find_viewer(own.id, own.token_version)
    return standing_of(own.event_id, viewer, now) if viewer else Standing(False, frozenset())


def is_full(own: Registration, screens: Collection[str], now: datetime) -> bool:
    """Whether as many screens watch with this link as the event allows."""
    most = snapshot.live_of(own.event, now).screens_per_link
    return bool(most) and not rules.has_room(screens, "", most)


def new_pass(own: Holder, now: datetime) -> Response:
    """A new pass for a room's page that is open, before its old one ends."""
    return _tell(_pass(own, "", now), now)


def counted_pass(own: Registration, now: datetime) -> Response:
    """A new pass for a guest's page; its screen is counted until the pass ends.

    :raises TooManyScreens: others are on already, as many as the event allows
    """
    screen = read_screen()
    entry, viewer = _pass(own, screen, now), gate.find_viewer(own.id, own.token_version)
    on = screens.count_in(
        event_id=own.event_id,
        viewer=viewer or "",
        screen=screen,
        until=datetime.fromtimestamp(entry.expiry, UTC),
        most=snapshot.live_of(own.event, now).screens_per_link,
        now=now,
    )
    return _tell(entry, now, screens=words.other_screens(on - 1))


def read_screen() -> str:
    """The name that a page gave itself."""
    screen = request.form.get("screen", "")
    if not rules.is_screen_name(screen):
        abort(400)
    return screen


def _pass(own: Holder, screen: str, now: datetime) -> Pass:
    entry = gate.find_pass(own.id, own.token_version, own.event.slug, now, screen=screen)
    return entry or abort(403)


def _tell(entry: Pass, now: datetime, **more: str) -> Response:
    seconds = entry.expiry - int(now.timestamp())
    return jsonify(prefix=entry.prefix, expires_in=seconds, **more)

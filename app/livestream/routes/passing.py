"""What the pages of guests and of rooms share: what was asked, who is shut out, a new pass."""

from datetime import datetime

from flask import Response, abort, jsonify, request

from app.livestream import gate, snapshot
from app.livestream.watching import Asked, Holder


def read_asked() -> Asked:
    """What the watcher chose, from the page's address."""
    return Asked.read(*(request.args.get(name, "") for name in ("a", "s", "sound")))


def is_closed(own: Holder, now: datetime) -> bool:
    """Whether the picture is closed for this link."""
    viewer = gate.find_viewer(own.id, own.token_version)
    return viewer is not None and snapshot.is_blocked(own.event_id, viewer, now)


def new_pass(own: Holder, now: datetime) -> Response:
    """A new pass for a page that is open, before its old one ends."""
    entry = gate.find_pass(own.id, own.token_version, now)
    if entry is None:
        abort(403)
    return jsonify(prefix=entry.prefix, expires_in=entry.expiry - int(now.timestamp()))

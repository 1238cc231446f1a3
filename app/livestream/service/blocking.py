"""Closing the picture for a link that was passed on, and opening it again."""

from datetime import datetime

from app.database import transaction
from app.hosting.queries import find_host
from app.livestream import gate, rules
from app.livestream.errors import NoViewerNamed, StreamMissing
from app.livestream.models import BlockedViewer
from app.livestream.rules import SCREEN
from app.livestream.service.holding import hold, note
from app.registration.queries.attendee import find_registration
from app.web.tokens import BadToken, read_token

PURPOSES = {"r": "registration", "h": "host", "screen": SCREEN}
"""What a personal link's token was made for, by the beginning of its path."""


def block(*, event_id: int, pasted: str, actor: str, now: datetime) -> None:
    """Close the picture for whoever has this link, at once in the application.

    :param pasted: a personal link, a media address, or a viewer's name
    :raises NoViewerNamed: it is none of these, or belongs to another event
    """
    viewer = _viewer(event_id, pasted.strip())
    with transaction() as session:
        broadcast = hold(session, event_id, now)
        if session.get(BlockedViewer, (event_id, viewer)) is None:
            session.add(BlockedViewer(event_id=event_id, viewer=viewer, at=now))
            note(session, broadcast, actor, "blocked", now, {"viewer": viewer})


def unblock(*, event_id: int, viewer: str, actor: str, now: datetime) -> None:
    """Open the picture again.

    :raises StreamMissing: it was not closed
    """
    with transaction() as session:
        found = session.get(BlockedViewer, (event_id, viewer))
        if found is None:
            raise StreamMissing
        broadcast = hold(session, event_id, now)
        session.delete(found)
        note(session, broadcast, actor, "unblocked", now, {"viewer": viewer})


def _viewer(event_id: int, pasted: str) -> str:
    found = rules.token_in(pasted)
    named = _holder(event_id, *found) if found else rules.viewer_in_path(pasted)
    if named is None:
        raise NoViewerNamed
    return named


def _holder(event_id: int, kind: str, token: str) -> str | None:
    """The viewer of a personal link of this event: a guest's, a host's or that of a screen."""
    try:
        opened = read_token(PURPOSES[kind], token)
    except BadToken:
        return None
    own = find_registration(opened.id) if kind == "r" else find_host(opened.id)
    if own is None or own.event_id != event_id:
        return None
    return gate.find_viewer(opened.id, opened.version)

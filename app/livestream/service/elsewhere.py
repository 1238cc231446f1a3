"""Players elsewhere that watchers may choose."""

from dataclasses import asdict
from datetime import datetime

from app.database import transaction
from app.livestream.elsewhere import MOST, Elsewhere
from app.livestream.errors import StreamMissing, TooManyPlayers
from app.livestream.service.holding import hold, note


def add_elsewhere(*, event_id: int, video: Elsewhere, actor: str, now: datetime) -> None:
    """Offer a video elsewhere; one that is offered already stays as it is.

    :raises TooManyPlayers: there are as many as a page can show
    """
    with transaction() as session:
        broadcast = hold(session, event_id, now)
        given = asdict(video)
        if given in broadcast.elsewhere:
            return
        if len(broadcast.elsewhere) >= MOST:
            raise TooManyPlayers
        # A list that is changed in place is not seen as changed.
        broadcast.elsewhere = [*broadcast.elsewhere, given]
        note(session, broadcast, actor, "elsewhere_added", now, {"stream": video.name})


def remove_elsewhere(*, event_id: int, host: str, video: str, actor: str, now: datetime) -> None:
    """Offer it no longer, in any language.

    :raises StreamMissing: the event offers no such video
    """
    with transaction() as session:
        broadcast = hold(session, event_id, now)
        stays = [one for one in broadcast.elsewhere if (one["host"], one["video"]) != (host, video)]
        if len(stays) == len(broadcast.elsewhere):
            raise StreamMissing
        broadcast.elsewhere = stays
        note(session, broadcast, actor, "elsewhere_removed", now, {"stream": host})

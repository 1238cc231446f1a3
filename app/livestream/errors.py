"""What can go wrong with a broadcast."""

from werkzeug.exceptions import Forbidden, Gone, NotFound


class PathForbidden(Forbidden):
    """A media path without a signature of ours, or with that of another viewer."""


class ViewerBlocked(Forbidden):
    """The viewer's link was passed on, and an organizer closed the picture for it."""


class TooManyScreens(Forbidden):
    """The link is in use on as many screens as the event allows."""


class NoViewerNamed(Exception):
    """What was pasted is no link of a viewer of this event."""


class PathExpired(Gone):
    """A media path whose signature was good until a while ago."""


class WrongTurn(Exception):
    """A broadcast cannot go from the state it is in to the one that was asked for."""


class StreamMissing(NotFound):
    """The event has no such stream, notice or number."""


class FolderTaken(Exception):
    """The event has a stream of that folder already."""


class TooManyPlayers(Exception):
    """The event offers as many players elsewhere as a page can show."""


class StillOnAir(Exception):
    """The stream is on air, so it cannot be taken away."""


class NothingThere(NotFound):
    """No such stream, or no such file in it."""


class NotAPlaylist(ValueError):
    """What was fetched is no HLS playlist."""

"""What can go wrong with a broadcast."""

from werkzeug.exceptions import Forbidden, Gone, NotFound


class PathForbidden(Forbidden):
    """A media path without a signature of ours, or with that of another viewer."""


class PathExpired(Gone):
    """A media path whose signature was good until a while ago."""


class NothingThere(NotFound):
    """No such stream, or no such file in it."""

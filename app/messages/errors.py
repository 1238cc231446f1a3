"""Why a message could not be sent or decided."""

from werkzeug.exceptions import Forbidden, NotFound


class NotTaken(Exception):
    """The event takes no messages, or none from this sender."""


class TooMany(Exception):
    """The sender has sent as many as one person may, for the moment."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(wait_seconds)
        self.wait_seconds = wait_seconds


class MessageMissing(NotFound):
    """The event has no such message, or the sender has not sent it."""


class WrongDecision(Exception):
    """The message stands elsewhere by now: somebody was faster, or the sender withdrew it."""


class WallClosed(Forbidden):
    """The wall is for those who watch, or there is none."""


class BadVideo(ValueError):
    """No link to a video on one of the websites that are allowed."""

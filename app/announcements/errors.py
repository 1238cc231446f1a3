"""What can go wrong with an announcement."""

from werkzeug.exceptions import NotFound


class AnnouncementNotFound(NotFound):
    """No announcement of this event has this id."""


class NotInThisState(Exception):
    """The act does not fit the announcement's state; somebody was faster, or it already left."""

"""What can go wrong with an event."""

from werkzeug.exceptions import NotFound


class EventNotFound(NotFound):
    """There is no such event, or it is not (or no longer) public."""

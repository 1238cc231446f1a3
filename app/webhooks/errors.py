"""What can go wrong with a webhook."""

from werkzeug.exceptions import NotFound


class WebhookNotFound(NotFound):
    """There is no such webhook at this event."""

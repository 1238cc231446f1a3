"""What can go wrong with a location."""

from werkzeug.exceptions import NotFound


class LocationNotFound(NotFound):
    """There is no such location at this event, or it is not open to the public."""


class BadPoint(ValueError):
    """Not a latitude and a longitude, or not on this earth."""

"""What can go wrong with an event."""

from werkzeug.exceptions import NotFound


class EventNotFound(NotFound):
    """There is no such event, or it is not (or no longer) public."""


class SlugTaken(Exception):
    """Another event, or a page of ours, has this name in addresses."""


class ItemNotFound(NotFound):
    """The programme has no such item, or has it no longer."""


class RevisionNotFound(NotFound):
    """The event has no such revision."""


class Outdated(Exception):
    """Somebody else saved the same thing since this form was opened."""


class WrongState(Exception):
    """The event cannot go from where it is to where somebody wants it."""


class ColourUnreadable(Exception):
    """Words in this colour would be hard to read on the pages."""


class LogoUnreadable(Exception):
    """The file is no picture of a kind that we take, or a broken one."""


class LogoTooLarge(Exception):
    """The file has more bytes, or the picture more points, than a logo needs."""


class TitleMissing(Exception):
    """The event's first language has no title, and every other language falls back to it."""

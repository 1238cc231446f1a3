"""What can go wrong at the desk itself."""


class TooManyViews(Exception):
    """The account keeps as many views of this event as it may."""


class DraftGone(Exception):
    """The file is not kept any more, or somebody else sent it."""

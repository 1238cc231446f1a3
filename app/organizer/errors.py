"""What can go wrong at the desk itself."""


class TooManyViews(Exception):
    """The account keeps as many views of this event as it may."""

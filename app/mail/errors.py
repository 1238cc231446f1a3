"""What can go wrong between a row and a relay."""

from sqlalchemy.exc import InterfaceError, OperationalError

DATABASE_IS_AWAY = (OperationalError, InterfaceError)
"""Nothing is wrong with the letter; all wait until it is back."""


class UnknownLetter(Exception):
    """No package makes letters of this kind; a newer version may have queued it."""


class RelayUnreachable(Exception):
    """The mail relay could not be reached, or would not talk to us; the message says why."""

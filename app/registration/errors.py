"""Why a sign-up, or a change to one, could not be done."""

from werkzeug.exceptions import Gone, NotFound


class SignUpClosed(Exception):
    """The event does not take sign-ups at this moment."""


class LocationFull(Exception):
    """Fewer seats are left than the party needs."""


class LocationNotOpen(Exception):
    """The location is closed, or belongs to another event."""


class AlreadyEnded(Exception):
    """The registration was cancelled before, so there is nothing left to change."""


class RegistrationNotFound(NotFound):
    """No registration has this id, or it lies outside what the asker may see."""


class LinkRevoked(Gone):
    """A newer link has replaced this one."""


class NobodyToTell(Exception):
    """The location has no host here whom a guest could tell a name."""


class TooMany(Exception):
    """More sign-ups are meant than one act may change."""


class NotAsShown(Exception):
    """Other sign-ups are meant by now than whoever asked was told of."""


class CannotBeUndone(Exception):
    """The time for it is over, or it was done before."""


class BulkActNotFound(NotFound):
    """No act on many has this id, or it lies outside what the asker may see."""


class NotExpected(Exception):
    """Nobody who is confirmed at this location is meant."""


class KeepTheFirmest(Exception):
    """Another of the sign-ups is confirmed, or has a seat, and shall be the one that stays."""

"""What can go wrong with an offer, and with a host's link."""

from werkzeug.exceptions import Gone, NotFound


class OffersClosed(Exception):
    """The event takes no offers any more."""


class HostNotFound(NotFound):
    """No offer has this id, or it lies outside what the asker may see."""


class HostLinkRevoked(Gone):
    """The link was handed on, or replaced by a newer one."""


class NotWaiting(Exception):
    """The offer was decided before, or its address is not proven yet."""


class ApprovedByYou(Exception):
    """A home needs a second pair of eyes, and this organizer has approved it already."""


class LocationClosed(Exception):
    """The location is closed, so nothing about it can be changed."""


class EnoughMessages(Exception):
    """The host has sent as many messages as one day allows."""


class NobodyToWrite(Exception):
    """No guest is confirmed who left an address."""


class NotOneEvent(Exception):
    """The two locations belong to different events, or are the same."""

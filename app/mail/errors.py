"""What can go wrong between a row and a relay."""


class UnknownLetter(Exception):
    """No package makes letters of this kind; a newer version may have queued it."""


class RelayUnreachable(Exception):
    """The mail relay could not be reached, or would not talk to us; the message says why."""

"""What can go wrong with a token, and with what a tool asks for."""

from collections.abc import Mapping

from werkzeug.exceptions import Forbidden, Unauthorized, UnprocessableEntity


class TokenRefused(Unauthorized):
    """No token came, or it is wrong, has run out or was revoked; which one is not said."""


class ScopeMissing(Forbidden):
    """The token is good, and does not reach as far as this."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope


class BadParameters(UnprocessableEntity):
    """Something in the address is not as the document says; `faults` tells what, by name."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__()
        self.faults = faults

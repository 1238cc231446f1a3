"""What the tables say of each route."""

from typing import NamedTuple

PUBLIC, HOLDER, PHONE = "public", "holder", "phone"
VIEWER, ENCODER = "viewer", "encoder"


class Route(NamedTuple):
    """A method, who may use it, and an address of something that is there."""

    method: str
    audience: str
    address: str
    """In English; `places` says what stands in braces."""
    cached: bool = False
    """May a shared cache keep the answer?"""
    needs_token: bool = True
    """A POST without the CSRF token of a form is refused."""
    unbound: bool = False
    """Is it refused to whoever is bound to countries?"""
    own: bool = False
    """Is it about a row of Omar's account, which nobody else of the team can see?"""
    proof: bool = False
    """Is the second factor, or the password, asked for again where it was given long ago?"""

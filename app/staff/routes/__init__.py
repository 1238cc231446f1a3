"""The team's own pages, one file each."""

from app.staff.routes import (
    account,
    invitation,
    passkeys,
    proof,
    resetting,
    second_factor,
    sessions,
    signing_in,
)
from app.staff.routes.blueprint import staff

__all__ = [
    "account",
    "invitation",
    "passkeys",
    "proof",
    "resetting",
    "second_factor",
    "sessions",
    "signing_in",
    "staff",
]

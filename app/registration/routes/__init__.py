"""Pages of a sign-up: making one, and what its holder does with it."""

from app.registration.routes import keeping, mine, naming, signing_up
from app.registration.routes.blueprint import registration

__all__ = ["keeping", "mine", "naming", "registration", "signing_up"]

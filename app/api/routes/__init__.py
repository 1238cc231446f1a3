"""What tools read, and the desk's pages about them."""

from app.api.routes import reading, tokens
from app.api.routes.blueprint import api, tools

__all__ = ["api", "reading", "tokens", "tools"]

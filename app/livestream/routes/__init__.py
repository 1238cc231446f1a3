"""Pages of the livestream: watching, the status that all share, and the signed media paths."""

from app.livestream.routes import media, screen, status, watch
from app.livestream.routes.blueprint import livestream

__all__ = ["livestream", "media", "screen", "status", "watch"]

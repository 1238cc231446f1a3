"""Pages of the livestream: watching, the status that all share, and the signed media paths."""

from app.livestream.routes import media, status, watch
from app.livestream.routes.blueprint import livestream

__all__ = ["livestream", "media", "status", "watch"]

"""Pages of the livestream: watching, the status that all share, and the signed media paths."""

from app.livestream.routes import ingest, media, screen, status, watch
from app.livestream.routes.blueprint import livestream

__all__ = ["ingest", "livestream", "media", "screen", "status", "watch"]

"""Pages of the livestream: watching, the status that all share, and the signed media paths."""

from app.livestream.routes import elsewhere, ingest, media, screen, status, watch
from app.livestream.routes.blueprint import livestream

__all__ = ["elsewhere", "ingest", "livestream", "media", "screen", "status", "watch"]

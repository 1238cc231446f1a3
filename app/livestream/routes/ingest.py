"""Who may send: nginx-rtmp asks here when an encoder begins, and while it goes on."""

from flask import abort, request

from app import clock
from app.extensions import csrf
from app.livestream import gate, ingest
from app.livestream.queries.ingest import keys_for
from app.livestream.routes.blueprint import livestream
from app.web.access import encoder


@livestream.post("/ingest/publish")
@csrf.exempt  # type: ignore[untyped-decorator]
@encoder
def publish() -> tuple[str, int]:
    """204 where the key opens the feed now, else 403; nothing of who asks is looked at."""
    if request.form.get("call") == "update_play":
        # A packager that listens goes on: nginx-rtmp lets nobody listen but this machine.
        return "", 204
    feed = ingest.read_feed(request.form.get("name", ""))
    given, now = request.form.get("key", ""), clock.now()
    if feed is None or not any(gate.opens(key, given) for key in keys_for(feed, now)):
        abort(403)
    return "", 204

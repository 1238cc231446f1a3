"""The status that all watchers share, as JSON and as a page that refreshes itself, and beats."""

from flask import Response, render_template, request

from app import clock
from app.events import queries as event_queries
from app.events.snapshot import event_name
from app.extensions import csrf
from app.livestream import counter, rules, snapshot
from app.livestream.presence import BEAT_SECONDS
from app.livestream.routes.blueprint import livestream
from app.livestream.status import status_of, status_text
from app.web.access import public
from app.web.caching import cacheable
from app.web.headers import allow_framing

JSON_SECONDS = 1
FRAME_SECONDS = 5


@livestream.get("/<language:lang>/<event>/status.json")
@public
def status(lang: str, event: str) -> Response:
    head = event_queries.get_head(event)
    body = status_text(head, lang, clock.now())
    return cacheable(body, seconds=JSON_SECONDS, mimetype="application/json")


@livestream.get("/<language:lang>/<event>/status")
@public
def status_frame(lang: str, event: str) -> Response:
    """For the frame that stands in the watch page where no script runs."""
    now = clock.now()
    head = event_queries.get_head(event)
    counter.hear(*_beat(), now)
    body = render_template(
        "livestream/status.html",
        event=event_name(head, lang, now),
        status=status_of(head, lang, now),
        refresh=min(3 * rules.poll_seconds(snapshot.live_of(head, now).state), BEAT_SECONDS),
    )
    return allow_framing(cacheable(body, seconds=FRAME_SECONDS))


@livestream.post("/seen")
@csrf.exempt  # type: ignore[untyped-decorator]
@public
def seen() -> tuple[str, int]:
    """A page says that somebody watches. It changes no more than a number."""
    counter.hear(*_beat(), clock.now())
    return "", 204


def _beat() -> tuple[str, str]:
    return request.args.get("l", ""), request.args.get("v", "")

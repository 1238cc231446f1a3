"""The event's public pages."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.events import queries, snapshot
from app.events.kept import kept
from app.events.models import EventState
from app.web.access import public
from app.web.caching import cacheable
from app.web.languages import negotiate
from app.web.links import absolute

events = Blueprint("events", __name__)

SECONDS = 60


@events.get("/")
@public
def root() -> AnyResponse:
    response = redirect(url_for("events.home", lang=negotiate()))
    response.headers["Cache-Control"] = "public, max-age=300"
    response.vary.add("Accept-Language")
    return response


@events.get("/<language:lang>/")
@public
def home(lang: str) -> AnyResponse:
    now = clock.now()
    heads = queries.public_heads()
    coming = [head for head in heads if head.state == EventState.PUBLISHED]
    if len(coming or heads) == 1:
        response = redirect(url_for("events.show", event=(coming or heads)[0].slug))
        response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
        return response
    pages = [(head.phase(now), snapshot.event_page(head, lang, now)) for head in heads]
    return cacheable(render_template("events/home.html", events=pages), seconds=SECONDS)


@events.get("/<language:lang>/<event>/")
@public
def show(lang: str, event: str) -> Response:
    now = clock.now()
    head = queries.get_head(event)

    def render() -> str:
        page = snapshot.event_page(head, lang, now)
        picture = absolute("locations.card", event=event)
        return render_template(
            "events/show.html", event=page, phase=head.phase(now), picture=picture
        )

    if request.query_string:  # the links to other languages repeat it
        return cacheable(render(), seconds=SECONDS)
    key = (head.id, head.version, head.phase(now), lang)
    return cacheable(kept("event bodies").get(key, now, render), seconds=SECONDS)

"""The event's public pages."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.events import look, queries, rules, snapshot
from app.events.errors import EventNotFound
from app.events.kept import kept
from app.events.models import Event, EventState
from app.web.access import holder, public
from app.web.caching import cacheable
from app.web.languages import negotiate
from app.web.links import absolute
from app.web.tokens import BadToken, read_token

events = Blueprint("events", __name__)

SECONDS = 60
YEAR = 365 * 24 * 60 * 60
PREVIEW = "preview"
"""The purpose of a preview link's token."""


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


@events.get("/look/<event>/<name>.css")
@public
def style(event: str, name: str) -> Response:
    found = _styled(event)
    if found.colour is None:
        raise EventNotFound
    sheet = look.style_sheet(found.colour)
    return _named(found, name == look.style_name(found.colour), sheet, "text/css")


@events.get("/look/<event>/<name>.png")
@public
def logo(event: str, name: str) -> Response:
    found = _styled(event)
    picture = queries.find_logo(found.id) if found.logo else None
    if picture is None:
        raise EventNotFound
    return _named(found, name == found.logo, picture, "image/png")


@events.get("/p/<token>/<language:lang>")
@holder
def preview(token: str, lang: str) -> str:
    """The page of an event as it will stand there; no cache and no search engine keeps it."""
    try:
        found = queries.find_previewed(read_token(PREVIEW, token).id)
    except BadToken as error:
        raise EventNotFound from error
    if found is None:
        raise EventNotFound
    now, head = clock.now(), queries.head_of([getattr(found, f) for f in queries.HEAD_FIELDS])
    phase = rules.phase_of(
        head.sign_up_opens_at, head.sign_up_closes_at, head.ends_at, now, published=True
    )
    page = snapshot.event_page(head, lang, now)
    return render_template("events/preview.html", event=page, phase=phase)


def _styled(slug: str) -> Event:
    found = queries.find_event(slug)
    if found is None:
        raise EventNotFound
    return found


def _named(event: Event, is_current: bool, body: str | bytes, mimetype: str) -> Response:
    """A file under a name that says its content, so that it never changes.

    A page that was kept for a minute may still ask for the one before; it gets the new one.
    Of an event that is not public, only who saw the preview knows the name.
    """
    if not is_current and event.state not in queries.PUBLIC:
        raise EventNotFound
    response = cacheable(body, seconds=YEAR if is_current else SECONDS, mimetype=mimetype)
    response.cache_control.immutable = is_current
    return response

"""Find a location, look at one, and the maps of all."""

import json
from datetime import datetime

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import BadRequest

from app import clock
from app.events import queries as event_queries
from app.events.queries import EventHead
from app.events.snapshot import event_name
from app.locations import finder, queries, rules, search, snapshot
from app.locations.asked import Asked
from app.locations.clusters import DEEPEST
from app.locations.errors import BadPoint
from app.locations.models import Location
from app.locations.sight import public_view
from app.web import formats
from app.web.access import public
from app.web.caching import cacheable

locations = Blueprint("locations", __name__)

SEARCH_SECONDS = 30
CLUSTERS_SECONDS = 60
LIGHTS_SECONDS = 300
GLOW_SECONDS = 60
CARD_SECONDS = 60 * 60


@locations.get("/<language:lang>/<event>/locations", endpoint="search")
@public
def search_page(lang: str, event: str) -> Response:
    now = clock.now()
    head = event_queries.get_head(event)
    asked = Asked.read(request.args)
    if asked.bad_point:
        return make_response(_search_body(head, asked, lang, now), 422)
    # When sign-up opens, thousands ask for the same few cities within seconds.
    body = snapshot.search_body(
        (head.id, head.version, head.phase(now), lang, request.query_string),
        now,
        lambda: _search_body(head, asked, lang, now),
    )
    return cacheable(body, seconds=SEARCH_SECONDS)


def _search_body(head: EventHead, asked: Asked, language: str, now: datetime) -> str:
    found = snapshot.finder(head.id, now)
    result = search.find(head.id, found.spots, asked, language)
    return render_template(
        "locations/search.html",
        event=event_name(head, language, now),
        phase=head.phase(now),
        asked=asked,
        result=result,
        home=found.online.get(result.country),
        world=finder.world(head, asked, language, now),
        lists=finder.lists(head, result, asked, language, now),
        options=finder.options(head, language, asked.country, now),
    )


@locations.get("/<language:lang>/<event>/locations/clusters.json")
@public
def clusters(lang: str, event: str) -> Response:
    now = clock.now()
    head = event_queries.get_head(event)
    try:
        box = rules.parse_box(request.args.get("box", ""))
    except BadPoint:
        raise BadRequest from None
    zoom = min(rules.parse_page(request.args.get("zoom", "")), DEEPEST)
    found = finder.clusters(head, box, zoom, lang, now)
    body = json.dumps(found, ensure_ascii=False)
    return cacheable(body, seconds=CLUSTERS_SECONDS, mimetype="application/json")


@locations.get("/<language:lang>/<event>/locations/<location>")
@public
def show(lang: str, event: str, location: str) -> Response:
    now = clock.now()
    head = event_queries.get_head(event)
    found = queries.get_location(head.id, location)
    body = render_template(
        "locations/show.html",
        event=event_name(head, lang, now),
        phase=head.phase(now),
        location=public_view(found, lang),
        starts=formats.day_and_time(head.starts_at, found.timezone, lang),
        near=_near(found),
        nearby=_free_nearby(head, found, lang, now),
        home=snapshot.finder(head.id, now).online.get(found.country),
    )
    # What is not listed is known to those who were told; no proxy and no index keeps it.
    return cacheable(body, seconds=SEARCH_SECONDS) if found.listed else make_response(body)


def _near(location: Location) -> str:
    """Return the point of a location for the search, or '' where it has none."""
    if location.latitude is None or location.longitude is None:
        return ""
    return f"{location.latitude:.2f},{location.longitude:.2f}"


def _free_nearby(
    head: EventHead, location: Location, language: str, now: datetime
) -> tuple[search.Place, ...]:
    """Return where else there are seats, when there are none here."""
    is_full = rules.availability(location.capacity, location.taken) == "full"
    if not is_full and location.state == "approved":
        return ()
    return finder.free_nearby(head, location.id, language, now)


@locations.get("/lights/<event>.svg")
@public
def lights(event: str) -> Response:
    head = event_queries.get_head(event)
    svg = snapshot.lights(head, clock.now())
    return cacheable(svg, seconds=LIGHTS_SECONDS, mimetype="image/svg+xml")


@locations.get("/lights/<event>.json")
@public
def glow(event: str) -> Response:
    head = event_queries.get_head(event)
    body = json.dumps({"glowing": snapshot.glow(head, clock.now()).shown()})
    return cacheable(body, seconds=GLOW_SECONDS, mimetype="application/json")


@locations.get("/lights/<event>.jpg")
@public
def card(event: str) -> Response:
    head = event_queries.get_head(event)
    jpeg = snapshot.card(head, clock.now())
    return cacheable(jpeg, seconds=CARD_SECONDS, mimetype="image/jpeg")

"""What browsers and passers-by ask of every site: manifest, robots, whom to tell of a fault."""

import json
from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, Flask, Response, current_app, render_template

from app import clock
from app.web.access import public
from app.web.assets import asset, read_script
from app.web.caching import cacheable
from app.web.links import absolute

site = Blueprint("site", __name__)

A_DAY = 24 * 60 * 60
GOOD_FOR = timedelta(days=180)
NIGHT = "#0f1430"
ROBOTS = """User-agent: *
Disallow: /r/
Disallow: /h/
Disallow: /unsubscribe/
Disallow: /organizer/
Disallow: /live/
"""
"""Personal pages say `noindex` themselves as well; no address here is a secret."""


def init_app(app: Flask, security_contact: str) -> None:
    """Serve the site's own pages; the contact is a `mailto:` or `https:` address."""
    app.extensions["security_contact"] = security_contact
    app.register_blueprint(site)


@site.get("/robots.txt")
@public
def robots() -> Response:
    return cacheable(ROBOTS, seconds=A_DAY, mimetype="text/plain")


@site.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    icons = [
        {"src": asset(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
        if asset(f"icon-{size}.png")
    ]
    body = {
        "name": "Gatherwide",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": NIGHT,
        "theme_color": NIGHT,
        "icons": icons,
    }
    return cacheable(json.dumps(body), seconds=A_DAY, mimetype="application/manifest+json")


@site.get("/worker.js")
@public
def worker() -> Response:
    """What keeps pages on a device. It may act for the whole site only from here."""
    return cacheable(read_script("worker.js"), seconds=A_DAY, mimetype="text/javascript")


@site.get("/.well-known/security.txt")
@public
def security() -> Response:
    contact = current_app.extensions["security_contact"]
    lines = (
        f"Contact: {contact}",
        f"Expires: {good_until(clock.now()).isoformat()}",
        f"Canonical: {absolute('site.security')}",
    )
    return cacheable("\n".join(lines) + "\n", seconds=A_DAY, mimetype="text/plain")


@site.get("/<language:lang>/accessibility")
@public
def accessibility(lang: str) -> Response:
    return cacheable(render_template("accessibility.html", language=lang), seconds=A_DAY)


@site.get("/<language:lang>/offline")
@public
def offline(lang: str) -> Response:
    """What the worker shows for a page that it has not kept, and what it has."""
    return cacheable(render_template("offline.html", language=lang), seconds=A_DAY)


def good_until(now: datetime) -> datetime:
    """Until when a file that is read now may be believed: a midnight, so that a day has one."""
    return datetime.combine((now + GOOD_FOR).date(), time(), UTC)

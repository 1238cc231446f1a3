"""Watching: whoever has the personal link of a confirmed sign-up sees the picture."""

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from app import clock
from app.livestream.routes.blueprint import livestream
from app.livestream.routes.passing import is_closed, new_pass, read_asked
from app.livestream.watching import Asked, check_page, title_of, watch_page
from app.registration.models import Registration
from app.registration.routes.opening import open_link
from app.registration.rules import RegistrationState
from app.web.access import holder


@livestream.get("/r/<token>/watch")
@holder
def watch(token: str) -> ResponseReturnValue:
    own = open_link(token)
    if refused := _refused(own):
        return _page(refused, own, token), 403
    return _page("watch.html", own, token, page=watch_page(own, token, read_asked(), clock.now()))


@livestream.get("/r/<token>/trouble")
@holder
def trouble(token: str) -> ResponseReturnValue:
    own = open_link(token)
    if refused := _refused(own):
        return _page(refused, own, token), 403
    asked = Asked.read(request.args.get("a", ""), "", "only")
    return _page("trouble.html", own, token, page=watch_page(own, token, asked, clock.now()))


@livestream.get("/r/<token>/check")
@holder
def check(token: str) -> ResponseReturnValue:
    """Before the day: does this device show the picture, and is the line fast enough?"""
    own, now = open_link(token), clock.now()
    if refused := _refused(own):
        return _page(refused, own, token), 403
    return _page("check.html", own, token, page=check_page(own, token, read_asked(), now), now=now)


@livestream.get("/r/<token>/watch/pass.json")
@holder
def renew(token: str) -> Response:
    """Give a page that is open a new pass, before its old one ends."""
    own = open_link(token)
    if _refused(own):
        abort(403)
    return new_pass(own, clock.now())


def _refused(own: Registration) -> str | None:
    """The page for whoever may not watch; None for all others."""
    if own.state != RegistrationState.CONFIRMED:
        return "not_yet.html"
    return "closed.html" if is_closed(own, clock.now()) else None


def _page(template: str, own: Registration, token: str, **context: object) -> str:
    return render_template(
        f"livestream/{template}",
        registration=own,
        token=token,
        event=own.event,
        title=title_of(own),
        zone=own.location.timezone,
        **context,
    )

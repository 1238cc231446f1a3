"""Watching: whoever has the personal link of a confirmed sign-up sees the picture."""

from datetime import datetime

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from app import clock
from app.extensions import csrf
from app.livestream import gate, snapshot, words
from app.livestream.choices import Asked
from app.livestream.queries.screens import Standing
from app.livestream.routes.blueprint import livestream
from app.livestream.routes.passing import (
    counted_pass,
    is_closed,
    is_full,
    read_asked,
    read_screen,
    standing,
)
from app.livestream.service import screens
from app.livestream.watching import check_page, title_of, watch_page
from app.messages.snapshot import seen_from
from app.registration.models import Registration
from app.registration.routes.opening import open_link
from app.registration.rules import RegistrationState
from app.web.access import holder
from app.web.languages import own_name


@livestream.get("/r/<token>/watch")
@holder
def watch(token: str) -> ResponseReturnValue:
    own, now = open_link(token), clock.now()
    found = standing(own, now)
    if refused := _refused(own, found, now):
        return _page(refused, own, token, form=FlaskForm(formdata=None)), 403
    page = watch_page(own, token, read_asked(), now)
    elsewhere = [(one, own_name(one.language)) for one in snapshot.elsewhere_of(own.event, now)]
    shown = {"wall": seen_from(own.event, now), "elsewhere": elsewhere}
    others = words.other_screens(len(found.screens))
    return _page("watch.html", own, token, page=page, others=others, **shown)


@livestream.get("/r/<token>/trouble")
@holder
def trouble(token: str) -> ResponseReturnValue:
    own, now = open_link(token), clock.now()
    if refused := _refused(own, standing(own, now), now):
        return _page(refused, own, token, form=FlaskForm(formdata=None)), 403
    asked = Asked.read(request.args.get("a", ""), "", "only")
    return _page("trouble.html", own, token, page=watch_page(own, token, asked, now))


@livestream.get("/r/<token>/check")
@holder
def check(token: str) -> ResponseReturnValue:
    """Before the day: does this device show the picture, and is the line fast enough?"""
    own, now = open_link(token), clock.now()
    if refused := _shut_out(own, is_closed=is_closed(own, now)):
        return _page(refused, own, token), 403
    return _page("check.html", own, token, page=check_page(own, token, read_asked(), now), now=now)


@livestream.post("/r/<token>/watch/pass.json")
@csrf.exempt  # type: ignore[untyped-decorator]
@holder
def renew(token: str) -> Response:
    """Give a page that is open a new pass, before its old one ends; no cookie has a part in it."""
    own, now = open_link(token), clock.now()
    if _shut_out(own, is_closed=is_closed(own, now)):
        abort(403)
    return counted_pass(own, now)


@livestream.post("/r/<token>/watch/left")
@csrf.exempt  # type: ignore[untyped-decorator]
@holder
def leave(token: str) -> tuple[str, int]:
    """A page was closed: its screen is no longer counted."""
    own = open_link(token)
    screens.leave(event_id=own.event_id, viewer=_viewer(own), screen=read_screen())
    return "", 204


@livestream.post("/r/<token>/watch/here")
@holder
def take_over(token: str) -> ResponseReturnValue:
    """Watch on this screen instead of the others."""
    own = open_link(token)
    screens.take_over(event_id=own.event_id, viewer=_viewer(own))
    return redirect(url_for("livestream.watch", token=token), 303)


def _refused(own: Registration, found: Standing, now: datetime) -> str | None:
    """The page for whoever may not watch; None for all others."""
    if refused := _shut_out(own, is_closed=found.is_closed):
        return refused
    return "full.html" if is_full(own, found.screens, now) else None


def _shut_out(own: Registration, *, is_closed: bool) -> str | None:
    if own.state != RegistrationState.CONFIRMED:
        return "not_yet.html"
    return "closed.html" if is_closed else None


def _viewer(own: Registration) -> str:
    return gate.find_viewer(own.id, own.token_version) or abort(404)


def _page(template: str, own: Registration, token: str, **context: object) -> str:
    return render_template(
        f"livestream/{template}",
        registration=own,
        token=token,
        event=own.event,
        title=title_of(own, clock.now()),
        zone=own.location.timezone,
        **context,
    )

"""The screen of a room, and what its host does before: the check list and the printed sheet.

A screen has a link of its own, which the host may type into a borrowed laptop or print: it
opens the picture and counts heads, and changes nothing else of the location.
"""

from dataclasses import replace
from typing import Any

from flask import Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.extensions import csrf
from app.hosting import queries as hosting_queries
from app.hosting.errors import HostLinkRevoked
from app.hosting.forms.steering import HeadsForm
from app.hosting.models import Host
from app.hosting.routes.host import open_link
from app.hosting.service import keeping
from app.livestream.routes.blueprint import livestream
from app.livestream.routes.passing import is_closed, new_pass, read_asked
from app.livestream.rules import SCREEN
from app.livestream.watching import check_page, title_of, watch_page
from app.locations.models import LocationState
from app.locations.sight import host_view
from app.web import languages, links
from app.web.access import holder
from app.web.qr import draw_qr
from app.web.tokens import make_token, read_token


@livestream.get("/screen/<token>")
@holder
def screen(token: str) -> ResponseReturnValue:
    return _screen(open_screen(token), token, HeadsForm(formdata=None), 200)


@livestream.post("/screen/<token>/heads")
@holder
def count_heads(token: str) -> ResponseReturnValue:
    host, form = open_screen(token), HeadsForm()
    if not form.validate():
        return _screen(host, token, form, 422)
    keeping.count_heads(host_id=host.id, heads=form.heads.seats, now=clock.now())
    return redirect(url_for("livestream.screen", token=token), 303)


@livestream.post("/screen/<token>/pass.json")
@csrf.exempt  # type: ignore[untyped-decorator]
@holder
def renew_screen(token: str) -> Response:
    host, now = open_screen(token), clock.now()
    if is_closed(host, now):
        abort(403)
    return new_pass(host, now)


@livestream.get("/h/<token>/prepare")
@holder
def prepare(token: str) -> ResponseReturnValue:
    host, now = open_link(token), clock.now()
    page = check_page(host, token, read_asked(), now, "livestream.prepare")
    own = make_token(SCREEN, host.id, host.token_version)
    return _page("prepare.html", host, token, page=page, now=now, screen_token=own)


@livestream.get("/h/<token>/sheet")
@holder
def sheet(token: str) -> ResponseReturnValue:
    host, now = open_link(token), clock.now()
    own = make_token(SCREEN, host.id, host.token_version)
    link = links.absolute("livestream.screen", token=own)
    page = watch_page(host, own, read_asked(), now, "livestream.screen")
    return _page("sheet.html", host, token, page=page, link=link, qr=draw_qr(link))


def open_screen(token: str) -> Host:
    """The host behind the link of a screen, whose location is open.

    :raises BadToken: when we did not make it
    :raises HostLinkRevoked: when a newer one has replaced it
    """
    opened = read_token(SCREEN, token)
    host = hosting_queries.get_host(opened.id)
    languages.use(host.language)
    if host.token_version != opened.version or host.location.state != LocationState.APPROVED:
        raise HostLinkRevoked
    return host


def _screen(host: Host, token: str, form: HeadsForm, status: int) -> tuple[str, int]:
    now = clock.now()
    if is_closed(host, now):
        return _page("closed.html", host, token), 403
    asked = replace(read_asked(), whole=True)
    page = watch_page(host, token, asked, now, "livestream.screen")
    return _page("screen.html", host, token, page=page, form=form), status


def _page(template: str, host: Host, token: str, **context: Any) -> str:
    return render_template(
        f"livestream/{template}",
        host=host,
        token=token,
        event=host.event,
        title=title_of(host, clock.now()),
        location=host_view(host.location, host.language),
        zone=host.location.timezone,
        **context,
    )

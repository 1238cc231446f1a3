"""Checking in by QR code: a phone is given a door, and its own camera opens guests' codes."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.audit.log import HOLDER
from app.hosting import doors as door
from app.hosting import phones
from app.hosting.doors import Said
from app.hosting.forms.door import DoorForm
from app.hosting.models import Host
from app.hosting.routes.blueprint import hosting
from app.hosting.routes.host import about, open_link
from app.web import languages
from app.web.access import holder, phone


@hosting.post("/h/<token>/doors/phone")
@holder
def take_door(token: str) -> ResponseReturnValue:
    host = open_link(token)
    answer = redirect(url_for("hosting.at_door"), 303)
    return phones.stand_at(host, answer, now=clock.now())


@hosting.get("/door")
@phone
def at_door() -> ResponseReturnValue:
    return _open("")


@hosting.get("/door/<code>")
@phone
def scanned(code: str) -> ResponseReturnValue:
    """What a guest's QR code opens: nothing of anybody, unless this phone has a door."""
    return _open(code[:40])


@hosting.post("/door")
@phone
def check_in() -> ResponseReturnValue:
    host, form = _host(), DoorForm()
    if host is None:
        return redirect(url_for("hosting.at_door"), 303)
    if not form.validate_on_submit():
        return _show(host, "", form), 422
    answer = door.press(
        host.location, form.meant, undo=bool(form.undo.data), actor=HOLDER, now=clock.now()
    )
    if answer.said == Said.UNKNOWN:
        form.code.errors = [answer.words]
        return _show(host, "", form), 422
    flash(answer.words, "warn" if answer.said == Said.CAME_BEFORE else "good")
    return redirect(url_for("hosting.at_door"), 303)


@hosting.post("/door/leave")
@phone
def leave_door() -> ResponseReturnValue:
    return phones.leave(redirect(url_for("hosting.at_door"), 303))


def _open(code: str) -> ResponseReturnValue:
    host = _host()
    if host is not None:
        return _show(host, code, DoorForm(formdata=None))
    desk = phones.find_desk_door(now=clock.now())
    if desk is None:
        # The same for every code: nothing was looked up.
        return render_template("hosting/no_door.html")
    to = url_for("organizer.door", event=desk.event, location=desk.location, code=code or None)
    return redirect(to, 303)


def _host() -> Host | None:
    host = phones.find_host(now=clock.now())
    if host is not None:
        languages.use(host.language)
    return host


def _show(host: Host, code: str, form: DoorForm) -> str:
    parties = door.door_of(host.location)
    party = door.find(host.event_id, parties, code) if code else None
    return render_template(
        "hosting/at_door.html",
        **about(host, ""),
        form=form,
        asked=bool(code),
        party=party,
        heads=door.count(parties),
    )

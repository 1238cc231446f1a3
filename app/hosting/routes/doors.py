"""The host's door list: to print, or to tick off on a phone."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.audit.log import HOLDER
from app.hosting import doors as door
from app.hosting.doors import Said
from app.hosting.forms.door import DoorForm
from app.hosting.models import Host
from app.hosting.routes.blueprint import hosting
from app.hosting.routes.host import about, open_link
from app.locations.names import open_names
from app.registration.queries.names import find_key
from app.web import tokens
from app.web.access import holder


@hosting.get("/h/<token>/doors")
@holder
def doors(token: str) -> ResponseReturnValue:
    return _show(open_link(token), token, DoorForm(formdata=None))


@hosting.post("/h/<token>/doors")
@holder
def tick_off(token: str) -> ResponseReturnValue:
    host, form = open_link(token), DoorForm()
    if not form.validate_on_submit():
        return _show(host, token, form), 422
    answer = door.press(
        host.location, form.meant, undo=bool(form.undo.data), actor=HOLDER, now=clock.now()
    )
    if answer.said == Said.UNKNOWN:
        form.code.errors = [answer.words]
        return _show(host, token, form), 422
    flash(answer.words, "warn" if answer.said == Said.CAME_BEFORE else "good")
    return redirect(url_for("hosting.doors", token=token), 303)


def _show(host: Host, token: str, form: DoorForm) -> str:
    parties = door.door_of(host.location)
    boxes = {one.guest.id: one.guest.name_box for one in parties if one.guest.name_box}
    names = open_names(host.event, tokens.secret_of(token), boxes)
    return render_template(
        "hosting/doors.html",
        **about(host, token),
        form=form,
        parties=parties,
        heads=door.count(parties),
        names=names,
        unread=len(boxes) - len(names),
        takes_names=find_key(host.location_id) is not None,
    )

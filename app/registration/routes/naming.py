"""Tell the host one's name, and take it back."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.registration.errors import AlreadyEnded, NobodyToTell
from app.registration.forms import NameForm
from app.registration.routes.blueprint import registration
from app.registration.routes.mine import show
from app.registration.routes.opening import open_link
from app.registration.service import naming
from app.web.access import holder
from app.web.limits import comes_from_this_machine, limiter


@registration.post("/r/<token>/name")
@holder
@limiter.limit("20 per hour", exempt_when=comes_from_this_machine)
def tell_name(token: str) -> ResponseReturnValue:
    own, form = open_link(token), NameForm()
    if not form.validate():
        return show(own, token, form), 422
    try:
        naming.tell_name(registration_id=own.id, name=form.host_name.data or "", now=clock.now())
    except (AlreadyEnded, NobodyToTell):
        flash(_("Nothing changed: there is no host here who could be told a name."))
    else:
        flash(_("Your host sees this name on the door list now."), "good")
    return redirect(url_for("registration.mine", token=token), 303)


@registration.post("/r/<token>/no-name")
@holder
def withdraw_name(token: str) -> ResponseReturnValue:
    own = open_link(token)
    naming.withdraw_name(registration_id=own.id, now=clock.now())
    flash(_("Your name is deleted. Your host sees your door code alone."))
    return redirect(url_for("registration.mine", token=token), 303)

"""One's own password and language."""

from flask import flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.staff import access, rules, service
from app.staff.access import current, requires
from app.staff.errors import WrongPassword
from app.staff.forms import PasswordForm
from app.staff.routes.blueprint import staff
from app.web.access import public
from app.web.languages import LANGUAGES
from app.web.limits import limiter


@staff.get("/password")
@requires(rules.ACCOUNT_OWN)
def password() -> ResponseReturnValue:
    return render_template("staff/password.html", form=PasswordForm(), person=current())


@staff.post("/password")
@requires(rules.ACCOUNT_OWN)
@limiter.limit("10/15 minutes", key_func=lambda: f"password {current().id}")
def change_password() -> ResponseReturnValue:
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            begun = service.change_password(
                person=current(),
                current=form.current.data,
                new=form.password.data,
                now=clock.now(),
                browser=access.this_browser(),
            )
        except WrongPassword:
            form.current.errors = [_("This is not your present password.")]
        else:
            response = make_response(redirect(url_for("staff.password"), 303))
            access.begin(begun, response)
            flash(_("Your password is changed. Other devices are signed out."), "good")
            return response
    return render_template("staff/password.html", form=form, person=current()), 422


@staff.post("/language")
@public
def language() -> ResponseReturnValue:
    chosen = request.form.get("language")
    if chosen in LANGUAGES:
        session["language"] = chosen
    return redirect(rules.safe_next(request.form.get("next")) or url_for("staff.sign_in"), 303)

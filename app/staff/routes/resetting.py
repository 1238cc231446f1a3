"""A forgotten password: asking for a letter, and its link."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.staff import factors, owners, resets, service, teams
from app.staff.errors import LastKeyHolder, ResetNotFound, TooManyCodes, WrongCode
from app.staff.models import Organizer
from app.staff.reset_forms import ForgottenForm, ResetForm, ResetWithCodeForm
from app.staff.routes.blueprint import staff
from app.staff.routes.signing_in import account_key
from app.web.access import holder, public
from app.web.limits import limiter
from app.web.tokens import BadToken, read_token


@staff.get("/forgotten")
@public
def forgotten() -> ResponseReturnValue:
    return render_template("staff/forgotten.html", form=ForgottenForm())


@staff.post("/forgotten")
@public
@limiter.limit("20/minute")
@limiter.limit("3/hour", key_func=account_key)
def ask_for_reset() -> ResponseReturnValue:
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render_template("staff/forgotten.html", form=form), 422
    service.ask_for_reset(email=form.email.data, now=clock.now())
    flash(_("If that address is of the team, a link is on its way. It works for an hour."))
    return redirect(url_for("staff.forgotten"), 303)


@staff.get("/reset/<token>")
@holder
def reset(token: str) -> ResponseReturnValue:
    try:
        found = resets.get_holder(read_token(resets.PURPOSE, token), clock.now())
    except ResetNotFound as error:
        raise BadToken from error
    return _page(_form_of(found), found)


@staff.post("/reset/<token>")
@holder
@limiter.limit("20/minute")
def reset_now(token: str) -> ResponseReturnValue:
    link, now = read_token(resets.PURPOSE, token), clock.now()
    try:
        found = resets.get_holder(link, now)
        form = _form_of(found)
        if not form.validate_on_submit():
            return _page(form, found), 422
        code = form.code.data if isinstance(form, ResetWithCodeForm) else ""
        service.reset_password(link=link, password=form.password.data, code=code, now=now)
    except ResetNotFound as error:
        raise BadToken from error
    except LastKeyHolder:
        return _page(form, found), 422
    except (WrongCode, TooManyCodes) as fault:
        status = form.refuse(fault)
        return _page(form, found), status
    flash(_("Your password is new. Please sign in."), "good")
    return redirect(url_for("staff.sign_in"), 303)


def _form_of(found: Organizer) -> ResetForm | ResetWithCodeForm:
    return ResetWithCodeForm() if factors.has_second_factor(found.id) else ResetForm()


def _page(form: ResetForm, found: Organizer) -> str:
    loses_key = teams.may_hold_a_key(found)
    return render_template(
        "staff/reset.html",
        form=form,
        has_app=isinstance(form, ResetWithCodeForm) and factors.has_app(found.id),
        loses_key=loses_key,
        takes_the_last_key=loses_key and owners.holds_a_last_key(found.id),
    )

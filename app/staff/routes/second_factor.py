"""One's own second factor: an app that makes codes, and recovery codes for the day it is gone."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.staff import codes, queries, rules, service
from app.staff.access import current, proven_lately, requires
from app.staff.errors import (
    SecondFactorExists,
    SecondFactorNotFound,
    TooManyCodes,
    WrongCode,
    WrongPassword,
)
from app.staff.forms import CodeForm, TurnOffForm
from app.staff.routes.blueprint import staff
from app.web.limits import limiter
from app.web.links import public_domain
from app.web.qr import draw_qr

GUESSES = "20/15 minutes"


def _account() -> str:
    return f"codes {current().id}"


@staff.get("/second-factor")
@requires(rules.ACCOUNT_OWN)
def second_factor() -> ResponseReturnValue:
    return _page()


@staff.post("/second-factor/begin")
@requires(rules.ACCOUNT_OWN)
# Or whoever finds an open screen could set up an app of their own, and prove with it.
@proven_lately(back="staff.second_factor")
def begin_second_factor() -> ResponseReturnValue:
    try:
        service.begin_set_up(person=current(), now=clock.now())
    except SecondFactorExists:
        flash(_("You have a second factor already."), "warn")
    return _back()


@staff.post("/second-factor/confirm")
@requires(rules.ACCOUNT_OWN)
@proven_lately(back="staff.second_factor")
@limiter.limit(GUESSES, key_func=_account)
def confirm_second_factor() -> ResponseReturnValue:
    form = CodeForm(prefix="confirm")

    def act() -> None:
        service.confirm(person=current(), code=form.code.data, now=clock.now())
        flash(_("Your second factor is on. Now keep the recovery codes."), "good")

    return _try(form, act, confirm_form=form)


@staff.post("/second-factor/codes")
@requires(rules.ACCOUNT_OWN)
@limiter.limit(GUESSES, key_func=_account)
def renew_codes() -> ResponseReturnValue:
    form = CodeForm(prefix="codes")

    def act() -> None:
        service.renew_paper_codes(person=current(), code=form.code.data, now=clock.now())
        flash(_("These recovery codes are new. Your earlier ones work no more."), "good")

    return _try(form, act, codes_form=form)


@staff.post("/second-factor/kept")
@requires(rules.ACCOUNT_OWN)
def keep_codes() -> ResponseReturnValue:
    service.forget_shown_codes(person=current())
    return _back()


@staff.post("/second-factor/off")
@requires(rules.ACCOUNT_OWN)
@limiter.limit(GUESSES, key_func=_account)
def turn_off_second_factor() -> ResponseReturnValue:
    form = TurnOffForm(prefix="off")

    def act() -> None:
        service.turn_off(
            person=current(),
            password=form.current.data,
            code=form.code.data,
            now=clock.now(),
        )
        flash(_("Your second factor is off: your password alone signs you in."), "warn")

    return _try(form, act, off_form=form)


def _try(
    form: CodeForm | TurnOffForm, act: Callable[[], None], **shown: CodeForm | TurnOffForm
) -> ResponseReturnValue:
    """Act on a form, and go back to the page; or show it again with what is wrong."""
    if not form.validate_on_submit():
        return _page(**shown), 422
    try:
        act()
    except WrongPassword:
        form.current.errors = [_("This is not your present password.")]
        return _page(**shown), 422
    except (WrongCode, TooManyCodes) as fault:
        status = form.refuse(fault)
        return _page(**shown), status
    except SecondFactorNotFound:
        flash(_("That took too long. Please begin again."), "warn")
    return _back()


def _page(**forms: CodeForm | TurnOffForm) -> str:
    person, now = current(), clock.now()
    row = queries.find_app(person.id)
    secret = service.secret_waiting(person, row, now)
    shown = {
        "confirm_form": CodeForm(prefix="confirm", formdata=None),
        "codes_form": CodeForm(prefix="codes", formdata=None),
        "off_form": TurnOffForm(prefix="off", formdata=None),
        **forms,
    }
    return render_template(
        "staff/second_factor.html",
        person=person,
        is_on=person.second_factor,
        codes=service.codes_shown(person, queries.get_organizer(person.id), now),
        codes_left=queries.count_recovery_codes(person.id),
        secret=codes.shown(secret) if secret else "",
        qr=draw_qr(codes.address_of(secret, account=person.label, issuer=public_domain()))
        if secret
        else None,
        **shown,
    )


def _back() -> ResponseReturnValue:
    return redirect(url_for("staff.second_factor"), 303)

"""One's own second factor: an app that makes codes, and recovery codes for the day it is gone."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.staff import codes, factors, queries, rules, service
from app.staff.access import current, current_session_id, proven_lately, requires
from app.staff.errors import (
    SecondFactorExists,
    SecondFactorNotFound,
    TooManyCodes,
    WrongCode,
    WrongPassword,
)
from app.staff.forms import CodeForm, NewPasskeyForm, TurnOffForm
from app.staff.routes.blueprint import staff
from app.web.forms import Form
from app.web.limits import limiter
from app.web.links import public_domain
from app.web.qr import draw_qr

GUESSES = "20/15 minutes"


def _account() -> str:
    return f"codes {current().id}"


@staff.get("/second-factor")
@requires(rules.ACCOUNT_OWN)
def second_factor() -> ResponseReturnValue:
    return show_factors()


@staff.post("/second-factor/begin")
@requires(rules.ACCOUNT_OWN)
# Or whoever finds an open screen could set up an app of their own, and prove with it.
@proven_lately(back="staff.second_factor")
def begin_second_factor() -> ResponseReturnValue:
    try:
        service.begin_set_up(person=current(), now=clock.now())
    except SecondFactorExists:
        flash(_("You have a second factor already."), "warn")
    return back_to_factors()


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
@proven_lately(back="staff.second_factor")
def renew_codes() -> ResponseReturnValue:
    service.renew_paper_codes(person=current(), now=clock.now())
    flash(_("These recovery codes are new. Your earlier ones work no more."), "good")
    return back_to_factors()


@staff.post("/second-factor/kept")
@requires(rules.ACCOUNT_OWN)
def keep_codes() -> ResponseReturnValue:
    service.forget_shown_codes(person=current())
    return back_to_factors()


@staff.post("/second-factor/off")
@requires(rules.ACCOUNT_OWN)
@proven_lately(back="staff.second_factor")
@limiter.limit(GUESSES, key_func=_account)
def turn_off_second_factor() -> ResponseReturnValue:
    form = TurnOffForm(prefix="off")

    def act() -> None:
        person = current()
        service.turn_off(person=person, password=form.current.data, now=clock.now())
        tell_what_is_left(person.id)

    return _try(form, act, off_form=form)


def _try(
    form: CodeForm | TurnOffForm, act: Callable[[], None], **shown: CodeForm | TurnOffForm
) -> ResponseReturnValue:
    """Act on a form, and go back to the page; or show it again with what is wrong."""
    if not form.validate_on_submit():
        return show_factors(**shown), 422
    try:
        act()
    except WrongPassword:
        form.current.errors = [_("This is not your present password.")]
        return show_factors(**shown), 422
    except (WrongCode, TooManyCodes) as fault:
        status = form.refuse(fault)
        return show_factors(**shown), status
    except SecondFactorNotFound:
        flash(_("That took too long. Please begin again."), "warn")
    return back_to_factors()


def tell_what_is_left(organizer_id: int) -> None:
    """Say what signs somebody in now that an app or a passkey is gone."""
    if factors.has_second_factor(organizer_id):
        flash(_("It is gone. The rest of your second factor stays."), "good")
    else:
        flash(_("Your second factor is off: your password alone signs you in."), "warn")


def show_factors(**forms: Form) -> str:
    """One's second factor, with the forms that have something wrong."""
    person, now = current(), clock.now()
    passkeys = factors.passkeys_of(person.id)
    row = factors.find_app(person.id)
    secret = service.secret_waiting(person, row, now)
    shown = {
        "confirm_form": CodeForm(prefix="confirm", formdata=None),
        "off_form": TurnOffForm(prefix="off", formdata=None),
        "passkey_form": NewPasskeyForm(prefix="passkey", formdata=None),
        **forms,
    }
    return render_template(
        "staff/second_factor.html",
        person=person,
        has_app=row is not None and row.confirmed_at is not None,
        is_proven=rules.is_proven(person.proven_at, now),
        codes=service.codes_shown(person, queries.get_organizer(person.id), now),
        codes_left=factors.count_recovery_codes(person.id),
        passkeys=service.lines_of(person, passkeys),
        takes_passkeys=service.own_site() is not None,
        question=service.question_to_make(person, passkeys, current_session_id(), now),
        secret=codes.shown(secret) if secret else "",
        qr=draw_qr(codes.address_of(secret, account=person.label, issuer=public_domain()))
        if secret
        else None,
        **shown,
    )


def back_to_factors() -> Response:
    """To the page about one's second factor."""
    return redirect(url_for("staff.second_factor"), 303)

"""One's own passkeys: added, called something, removed."""

from uuid import UUID

from flask import abort, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.staff import factors, rules, service
from app.staff.access import current, current_session_id, proven_lately, requires
from app.staff.errors import PasskeyNotFound, PasskeyRefused, TooManyPasskeys, WrongPassword
from app.staff.forms import NewPasskeyForm, PasskeyNameForm, TurnOffForm
from app.staff.routes.blueprint import staff
from app.staff.routes.second_factor import back_to_factors, show_factors, tell_what_is_left
from app.web.limits import limiter


@staff.post("/second-factor/passkeys")
@requires(rules.ACCOUNT_OWN)
# As with an app: whoever finds an open screen adds none of their own.
@proven_lately(back="staff.second_factor")
@limiter.limit("20/15 minutes", key_func=lambda: f"passkeys {current().id}")
def add_passkey() -> ResponseReturnValue:
    form = NewPasskeyForm(prefix="passkey")
    if not form.validate_on_submit():
        return show_factors(passkey_form=form), 422
    now = clock.now()
    answer = service.Answer(form.answer.data, service.asked_to_make(current_session_id(), now))
    try:
        service.add_passkey(person=current(), name=form.name.data, answer=answer, now=now)
    except (PasskeyRefused, TooManyPasskeys):
        form.form_errors.append(_("The passkey was not taken. Please try again, or use a code."))
        return show_factors(passkey_form=form), 422
    flash(_("Your passkey is added. It signs you in from now on, after your password."), "good")
    return back_to_factors()


@staff.get("/second-factor/passkeys/<uuid:passkey_id>")
@requires(rules.ACCOUNT_OWN)
def passkey(passkey_id: UUID) -> ResponseReturnValue:
    return _page(passkey_id)


@staff.post("/second-factor/passkeys/<uuid:passkey_id>/name")
@requires(rules.ACCOUNT_OWN)
def rename_passkey(passkey_id: UUID) -> ResponseReturnValue:
    form = PasskeyNameForm(prefix="name")
    if not form.validate_on_submit():
        return _page(passkey_id, name_form=form), 422
    try:
        service.rename_passkey(person=current(), passkey_id=passkey_id, name=form.name.data)
    except PasskeyNotFound:
        abort(404)
    return back_to_factors()


@staff.post("/second-factor/passkeys/<uuid:passkey_id>/remove")
@requires(rules.ACCOUNT_OWN)
@proven_lately(back="staff.passkey")
@limiter.limit("20/15 minutes", key_func=lambda: f"passkeys {current().id}")
def remove_passkey(passkey_id: UUID) -> ResponseReturnValue:
    form, person = TurnOffForm(prefix="off"), current()
    if not form.validate_on_submit():
        return _page(passkey_id, off_form=form), 422
    try:
        service.remove_passkey(
            person=person, passkey_id=passkey_id, password=form.current.data, now=clock.now()
        )
    except WrongPassword:
        form.current.errors = [_("This is not your present password.")]
        return _page(passkey_id, off_form=form), 422
    except PasskeyNotFound:
        abort(404)
    tell_what_is_left(person.id)
    return back_to_factors()


def _page(
    passkey_id: UUID,
    name_form: PasskeyNameForm | None = None,
    off_form: TurnOffForm | None = None,
) -> str:
    person = current()
    lines = service.lines_of(person, factors.passkeys_of(person.id))
    line = next((one for one in lines if one.id == passkey_id), None)
    if line is None:
        abort(404)
    return render_template(
        "staff/passkey.html",
        person=person,
        line=line,
        name_form=name_form or PasskeyNameForm(prefix="name", formdata=None, name=line.name),
        off_form=off_form or TurnOffForm(prefix="off", formdata=None),
    )

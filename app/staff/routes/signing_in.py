"""Signing in, by password and code, and signing out."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.staff import access, accounts, queries, rules, service
from app.staff.access import find_current
from app.staff.errors import (
    HalfSignInOver,
    PasskeyRefused,
    SignInRefused,
    TooManyCodes,
    WrongCode,
)
from app.staff.forms import CodeForm, PasskeyAnswerForm, SignInForm
from app.staff.routes.blueprint import staff
from app.web.access import public
from app.web.limits import limiter


def account_key() -> str:
    """Which account somebody tries to sign in to, whether it exists or not."""
    return accounts.address_index(request.form.get("email", "")[:254]).hex()


@staff.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    wanted = rules.safe_next(request.args.get("next"))
    if find_current():
        return redirect(wanted or url_for("organizer.home"), 303)
    return render_template("staff/sign_in.html", form=SignInForm(next=wanted or ""))


@staff.post("/sign-in")
@public
@limiter.limit("20/minute")
@limiter.limit("10/15 minutes", key_func=account_key)
def sign_in_now() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("staff/sign_in.html", form=form), 422
    try:
        begun = service.sign_in(
            email=form.email.data,
            password=form.password.data,
            now=clock.now(),
            browser=access.this_browser(),
        )
    except SignInRefused:
        form.form_errors.append(_("This address and this password do not belong together."))
        return render_template("staff/sign_in.html", form=form), 422
    return _go_on(begun, rules.safe_next(form.next.data))


@staff.get("/sign-in/code")
@public
def code() -> ResponseReturnValue:
    if access.find_half() is None:
        return redirect(url_for("staff.sign_in"), 303)
    return _second_step(CodeForm(next=rules.safe_next(request.args.get("next")) or ""))


@staff.post("/sign-in/code")
@public
@limiter.limit("20/minute")
def give_code() -> ResponseReturnValue:
    form, half = CodeForm(), access.find_half()
    if half is None:
        return _begin_again()
    if not form.validate_on_submit():
        return _second_step(form), 422
    try:
        begun = service.finish_sign_in(
            half_id=half[0],
            cookie_key=half[1],
            code=form.code.data,
            now=clock.now(),
            browser=access.this_browser(),
        )
    except HalfSignInOver:
        return _begin_again()
    except (WrongCode, TooManyCodes) as fault:
        status = form.refuse(fault)
        return _second_step(form), status
    return _go_on(begun, rules.safe_next(form.next.data))


@staff.post("/sign-in/passkey")
@public
@limiter.limit("20/minute")
def give_passkey() -> ResponseReturnValue:
    form, half = PasskeyAnswerForm(), access.find_half()
    if half is None:
        return _begin_again()
    try:
        begun = service.finish_by_passkey(
            half_id=half[0],
            cookie_key=half[1],
            answer=form.answer.data if form.validate_on_submit() else "",
            now=clock.now(),
            browser=access.this_browser(),
        )
    except HalfSignInOver:
        return _begin_again()
    except PasskeyRefused:
        return _second_step(CodeForm(formdata=None, next=form.next.data), refused=True), 422
    return _go_on(begun, rules.safe_next(form.next.data))


@staff.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    person = find_current()
    if person:
        now, everywhere = clock.now(), "everywhere" in request.form
        if everywhere:
            service.sign_out_everywhere(organizer_id=person.id, now=now)
        else:
            service.sign_out(
                organizer_id=person.id, session_id=access.current_session_id(), now=now
            )
    return access.end(make_response(redirect(url_for("staff.sign_in"), 303)))


def _second_step(form: CodeForm, *, refused: bool = False) -> str:
    half_id, _key = access.find_half() or (None, None)
    half = queries.find_half(half_id) if half_id else None
    return render_template(
        "staff/code.html",
        form=form,
        refused=refused,
        question=service.question_to_sign(half.organizer_id, service.asked_to_finish(half))
        if half
        else "",
    )


def _go_on(begun: service.SignIn, wanted: str | None) -> ResponseReturnValue:
    if begun.needs_code:
        page = url_for("staff.code", next=wanted)
        return access.begin_half(begun, make_response(redirect(page, 303)))
    return access.begin(begun, make_response(redirect(wanted or url_for("organizer.home"), 303)))


def _begin_again() -> ResponseReturnValue:
    flash(_("That took too long. Please begin again with your password."), "warn")
    return redirect(url_for("staff.sign_in"), 303)

"""The page between an export and whoever gave their second factor, or password, long ago."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.staff import rules, service
from app.staff.access import current, current_session_id, requires
from app.staff.errors import (
    PasskeyRefused,
    SecondFactorExists,
    TooManyCodes,
    WrongCode,
    WrongPassword,
)
from app.staff.forms import CodeForm, PasskeyAnswerForm, ProofForm
from app.staff.routes.blueprint import staff
from app.web.limits import limiter


@staff.get("/prove")
@requires(rules.ACCOUNT_OWN)
def prove() -> ResponseReturnValue:
    wanted = rules.safe_next(request.args.get("next"))
    return _page(_form(next=wanted or ""))


@staff.post("/prove")
@requires(rules.ACCOUNT_OWN)
@limiter.limit("20/minute")
@limiter.limit("10/15 minutes", key_func=lambda: f"proof {current().id}")
def prove_now() -> ResponseReturnValue:
    form = _form()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        _act(form)
    except WrongPassword:
        form.password.errors = [_("This is not your present password.")]
        return _page(form), 422
    except (WrongCode, TooManyCodes) as fault:
        status = form.refuse(fault)
        return _page(form), status
    except SecondFactorExists:
        return redirect(url_for("staff.prove", next=rules.safe_next(form.next.data)), 303)
    return redirect(rules.safe_next(form.next.data) or url_for("organizer.home"), 303)


@staff.post("/prove/passkey")
@requires(rules.ACCOUNT_OWN)
@limiter.limit("20/minute")
def prove_by_passkey() -> ResponseReturnValue:
    form = PasskeyAnswerForm()
    try:
        service.prove_by_passkey(
            person=current(),
            session_id=current_session_id(),
            answer=form.answer.data if form.validate_on_submit() else "",
            now=clock.now(),
        )
    except PasskeyRefused:
        return _page(_form(formdata=None, next=form.next.data), refused=True), 422
    return redirect(rules.safe_next(form.next.data) or url_for("organizer.home"), 303)


def _act(form: CodeForm | ProofForm) -> None:
    person, session_id, now = current(), current_session_id(), clock.now()
    if isinstance(form, CodeForm):
        service.prove_by_code(person=person, session_id=session_id, code=form.code.data, now=now)
    else:
        service.prove_by_password(
            person=person, session_id=session_id, password=form.password.data, now=now
        )


def _form(**values: Any) -> CodeForm | ProofForm:
    return CodeForm(**values) if current().second_factor else ProofForm(**values)


def _page(form: CodeForm | ProofForm, *, refused: bool = False) -> str:
    wanted, person = rules.safe_next(form.next.data), current()
    asked = service.asked_to_prove(person, current_session_id(), clock.now())
    return render_template(
        "staff/prove.html",
        form=form,
        person=person,
        refused=refused,
        question=service.question_to_sign(person.id, asked) if person.second_factor else "",
        back=rules.page_before(wanted) if wanted else url_for("organizer.home"),
    )

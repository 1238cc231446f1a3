"""Where one is signed in, and ending that elsewhere."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.staff import rules, service
from app.staff.access import current, current_session_id, requires
from app.staff.accounts import session_limits
from app.staff.routes.blueprint import staff
from app.staff.sessions import open_sessions
from app.web.formats import page_span


@staff.get("/sessions")
@requires(rules.ACCOUNT_OWN)
def sessions() -> ResponseReturnValue:
    person, limits = current(), session_limits()
    return render_template(
        "staff/sessions.html",
        person=person,
        lines=open_sessions(person, current_session_id(), limits, clock.now()),
        idle=page_span(limits.idle),
        whole=page_span(limits.whole),
    )


@staff.post("/sessions/<uuid:session_id>/end")
@requires(rules.ACCOUNT_OWN)
def end_session(session_id: UUID) -> ResponseReturnValue:
    service.end_session(person=current(), session_id=session_id, now=clock.now())
    flash(_("This session has ended."), "good")
    return redirect(url_for("staff.sessions"), 303)


@staff.post("/sessions/others/end")
@requires(rules.ACCOUNT_OWN)
def end_other_sessions() -> ResponseReturnValue:
    service.end_other_sessions(person=current(), kept=current_session_id(), now=clock.now())
    flash(_("You are signed in nowhere else now."), "good")
    return redirect(url_for("staff.sessions"), 303)

"""Joining the team by the link of an invitation."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.staff import queries, rules, service
from app.staff.errors import InvitationNotFound
from app.staff.forms import InvitationForm
from app.staff.letters import role_name
from app.staff.models import OrganizerInvitation
from app.staff.routes.blueprint import staff
from app.web.access import holder
from app.web.errors import error_page
from app.web.languages import use
from app.web.limits import limiter
from app.web.tokens import read_token


@staff.get("/invitation/<token>")
@holder
def invitation(token: str) -> ResponseReturnValue:
    try:
        found = queries.get_invitation(read_token("invitation", token).id, clock.now())
    except InvitationNotFound:
        return _invitation_over()
    use(found.language)
    return _invitation_page(InvitationForm(), found)


@staff.post("/invitation/<token>")
@holder
@limiter.limit("20/minute")
def accept_invitation(token: str) -> ResponseReturnValue:
    form, invitation_id, now = InvitationForm(), read_token("invitation", token).id, clock.now()
    try:
        found = queries.get_invitation(invitation_id, now)
        use(found.language)
        if not form.validate_on_submit():
            return _invitation_page(form, found), 422
        service.accept(invitation_id=invitation_id, password=form.password.data, now=now)
    except InvitationNotFound:
        return _invitation_over()
    session["language"] = found.language
    flash(_("Your account is ready. Please sign in."), "good")
    return redirect(url_for("staff.sign_in"), 303)


def _invitation_page(form: InvitationForm, found: OrganizerInvitation) -> str:
    return render_template(
        "staff/invitation.html",
        form=form,
        role_name=role_name(found.role),
        gets_key=rules.may(found.role, rules.KEY_HOLD),
    )


def _invitation_over() -> ResponseReturnValue:
    return error_page(
        404,
        (
            _("This invitation no longer works"),
            _("It was used, or has run out. Ask the team for a new one."),
        ),
    )

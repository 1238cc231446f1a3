"""Joining the team by the link of an invitation."""

from datetime import datetime

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.staff import queries, rules, service
from app.staff.access import find_current
from app.staff.errors import AddressTaken, InvitationNotFound
from app.staff.forms import InvitationForm
from app.staff.letters import role_name
from app.staff.models import OrganizerInvitation
from app.staff.routes.blueprint import staff
from app.web.access import holder
from app.web.errors import error_page
from app.web.forms import Form
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
    return _invitation_page(_form_of(found), found)


@staff.post("/invitation/<token>")
@holder
@limiter.limit("20/minute")
def accept_invitation(token: str) -> ResponseReturnValue:
    invitation_id, now = read_token("invitation", token).id, clock.now()
    try:
        found = queries.get_invitation(invitation_id, now)
        use(found.language)
        form = _form_of(found)
        if not form.validate_on_submit():
            return _invitation_page(form, found), 422
        if not isinstance(form, InvitationForm):
            return _join(found, now)
        service.accept(invitation_id=invitation_id, password=form.password.data, now=now)
    except InvitationNotFound:
        return _invitation_over()
    except AddressTaken:
        return _invitation_page(Form(), found), 422
    session["language"] = found.language
    flash(_("Your account is ready. Please sign in."), "good")
    return redirect(url_for("staff.sign_in"), 303)


def _form_of(found: OrganizerInvitation) -> Form:
    """Two passwords for a new account; nothing but a button for one that is there."""
    account = queries.find_by_address(found.address_index)
    return Form() if account is not None and account.active else InvitationForm()


def _join(found: OrganizerInvitation, now: datetime) -> ResponseReturnValue:
    """Whoever is not signed in to the invited account is asked to do so first."""
    person = find_current()
    if person is None or person.address_index != found.address_index:
        return _invitation_page(Form(), found), 422
    service.accept_as(person=person, invitation_id=found.id, now=now)
    flash(_("You are of the team now."), "good")
    return redirect(url_for("organizer.home"), 303)


def _invitation_page(form: Form, found: OrganizerInvitation) -> str:
    person = find_current()
    return render_template(
        "staff/invitation.html",
        form=form,
        has_account=not isinstance(form, InvitationForm),
        person=person,
        is_invited=person is not None and person.address_index == found.address_index,
        sign_in_url=url_for("staff.sign_in", next=request.path),
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

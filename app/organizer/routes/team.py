"""Who works here, who holds the key, and who is invited."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.gazetteer.queries import has_region
from app.organizer import service
from app.organizer.forms import ButtonForm, InviteForm
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.organizer.team import team_of
from app.organizer.words import LETTER_STATES, ROLES
from app.staff import service as staff
from app.staff.access import requires
from app.staff.errors import (
    AddressTaken,
    HoldsNoKey,
    LastOwner,
    MayNotReadPeople,
    OrganizerNotFound,
    SecondFactorNotFound,
)
from app.staff.models import StaffRole

SECTION = "organizer.team"


@organizer.get("/<event>/team")
@requires("team.write")
def team(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    return _page(desk, InviteForm(formdata=None, shown_in=desk.language, is_region=has_region))


@organizer.post("/<event>/team")
@requires("team.write")
def invite(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    form = InviteForm(shown_in=desk.language, is_region=has_region)
    if not form.validate_on_submit():
        return _page(desk, form), 422
    invitation = staff.Invitation(
        str(form.email.data),
        StaffRole(form.role.data),
        form.countries,
        form.language.data,
        desk.event_key,
    )
    try:
        staff.invite(inviter=desk.person, invitation=invitation, now=clock.now())
    except AddressTaken:
        return _add(desk, form, invitation)
    flash(_("The invitation is on its way. It can be accepted for seven days."), "good")
    return _back(event)


def _add(desk: Desk, form: InviteForm, invitation: staff.Invitation) -> ResponseReturnValue:
    """Somebody who works for another event already joins without a letter."""
    if not staff.add(inviter=desk.person, invitation=invitation, now=clock.now()):
        form.email.errors = [_("Somebody of the team has this address.")]
        return _page(desk, form), 422
    flash(
        _("They have an account, and work for this event too, in the role that they have."), "good"
    )
    return _back(desk.event.slug)


@organizer.post("/<event>/team/<int:organizer_id>/key")
@requires("team.write")
def give_key(event: str, organizer_id: int) -> ResponseReturnValue:
    desk = open_desk(event)
    try:
        staff.grant_key(
            giver=desk.person, organizer_id=organizer_id, event=desk.event_key, now=clock.now()
        )
    except HoldsNoKey:
        flash(_("You hold no key yourself. Somebody who does can give it."), "bad")
    except (MayNotReadPeople, OrganizerNotFound):
        flash(_("This account cannot get the key."), "bad")
    else:
        flash(_("They hold the key now, and see names from their next sign-in on."), "good")
    return _back(event)


@organizer.post("/<event>/team/<int:organizer_id>/remove")
@requires("team.write")
def remove(event: str, organizer_id: int) -> ResponseReturnValue:
    desk = open_desk(event)
    try:
        closed = staff.let_go(
            actor=desk.person, organizer_id=organizer_id, event=desk.event_key, now=clock.now()
        )
    except LastOwner:
        flash(_("Somebody must lead the team: make another owner first."), "bad")
    except OrganizerNotFound:
        flash(_("This account was removed before."), "warn")
    else:
        gone = _("The account is closed, and its key is gone.")
        left = _("They work for this event no more, and their key to it is gone.")
        flash(gone if closed else left, "good")
    return _back(event)


@organizer.post("/<event>/team/invitations/<uuid:invitation_id>/withdraw")
@requires("team.write")
def withdraw(event: str, invitation_id: UUID) -> ResponseReturnValue:
    desk = open_desk(event)
    staff.withdraw(
        inviter=desk.person,
        invitation_id=invitation_id,
        event_id=desk.event.id,
        now=clock.now(),
    )
    flash(_("The invitation is withdrawn; its link no longer works."), "good")
    return _back(event)


@organizer.post("/<event>/second-factor")
@requires("team.write")
def demand_second_factor(event: str) -> ResponseReturnValue:
    desk, on = open_desk(event), "on" in request.form
    try:
        staff.demand(person=desk.person, event_id=desk.event.id, on=on, now=clock.now())
    except SecondFactorNotFound:
        flash(_("Please set up your own second factor first."), "warn")
        return redirect(url_for("staff.second_factor"), 303)
    if on:
        flash(_("Whoever has no second factor is now asked to set one up first."), "good")
    else:
        flash(_("Everybody may choose now."), "warn")
    return _back(event)


def _page(desk: Desk, form: InviteForm) -> str:
    now = clock.now()
    team = team_of(desk.person, desk.event, desk.language, now)
    # A line about the GET, as in a log, and no state.
    service.note_team_opened(event_id=desk.event.id, person=desk.person, names=team.opened, now=now)
    return show(
        "team.html",
        desk,
        SECTION,
        form=form,
        button_form=ButtonForm(),
        team=team,
        roles=ROLES,
        letter_states=LETTER_STATES,
        holds_key=desk.opener is not None,
    )


def _back(event: str) -> Response:
    return redirect(url_for(SECTION, event=event), 303)

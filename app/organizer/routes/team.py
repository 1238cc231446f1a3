"""Who works here, who holds the key, and who is invited."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.gazetteer.queries import has_region
from app.organizer import service
from app.organizer.forms import ButtonForm, InviteForm
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.organizer.team import team_of
from app.organizer.words import LETTER_STATES, ROLES, YOU_HOLD_NO_KEY
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
        StaffRole(form.post.role),
        form.post.scope,
        form.language.data,
        desk.event_key,
    )
    try:
        staff.invite(inviter=desk.person, invitation=invitation, now=clock.now())
    except AddressTaken:
        return _add(desk, form, invitation)
    return desk.back(SECTION, _("The invitation is on its way. It can be accepted for seven days."))


def _add(desk: Desk, form: InviteForm, invitation: staff.Invitation) -> ResponseReturnValue:
    """Somebody who works for another event already joins without a letter."""
    if not staff.add(inviter=desk.person, invitation=invitation, now=clock.now()):
        form.email.errors = [_("Somebody of the team has this address.")]
        return _page(desk, form), 422
    return desk.back(SECTION, _("They have an account, and work for this event too now."))


@organizer.post("/<event>/team/<int:organizer_id>/key")
@requires("team.write")
def give_key(event: str, organizer_id: int) -> ResponseReturnValue:
    desk = open_desk(event)
    try:
        staff.grant_key(
            giver=desk.person, organizer_id=organizer_id, event=desk.event_key, now=clock.now()
        )
    except HoldsNoKey:
        return desk.back(SECTION, YOU_HOLD_NO_KEY, "bad")
    except (MayNotReadPeople, OrganizerNotFound):
        return desk.back(SECTION, _("This account cannot get the key."), "bad")
    return desk.back(SECTION, _("They hold the key now, and see names from their next sign-in on."))


@organizer.post("/<event>/team/<int:organizer_id>/remove")
@requires("team.write")
def remove(event: str, organizer_id: int) -> ResponseReturnValue:
    desk = open_desk(event)
    try:
        closed = staff.let_go(
            actor=desk.person, organizer_id=organizer_id, event=desk.event_key, now=clock.now()
        )
    except LastOwner:
        return desk.back(
            SECTION, _("Somebody must lead the team: make another owner first."), "bad"
        )
    except OrganizerNotFound:
        return desk.back(SECTION, _("This account was removed before."), "warn")
    gone = _("The account is closed, and its key is gone.")
    left = _("They work for this event no more, and their key to it is gone.")
    return desk.back(SECTION, gone if closed else left)


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
    return desk.back(SECTION, _("The invitation is withdrawn; its link no longer works."))


@organizer.post("/<event>/second-factor")
@requires("team.write")
def demand_second_factor(event: str) -> ResponseReturnValue:
    desk, on = open_desk(event), "on" in request.form
    try:
        staff.demand(person=desk.person, event_id=desk.event.id, on=on, now=clock.now())
    except SecondFactorNotFound:
        flash(_("Please set up your own second factor first."), "warn")
        return redirect(url_for("staff.second_factor"), 303)
    if not on:
        return desk.back(SECTION, _("Everybody may choose now."), "warn")
    return desk.back(SECTION, _("Whoever has no second factor is now asked to set one up first."))


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

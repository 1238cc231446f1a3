"""What the organizers write to many: write, look, count, send, hold back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.announcements import queries, rules, service
from app.announcements.errors import AnnouncementNotFound, NotInThisState
from app.announcements.letters import words_of
from app.announcements.models import Announcement
from app.announcements.segment import Segment
from app.organizer.announced import announced
from app.organizer.announcement_form import (
    AnnouncementForm,
    SendForm,
    announcement_form,
    values_of,
)
from app.organizer.forms import ButtonForm
from app.organizer.routes.desk import Desk, Kind, open_desk, organizer, show
from app.organizer.words import ANNOUNCEMENT_STATES, NOT_ANY_MORE
from app.staff.access import requires

SECTION = "organizer.announcements"
PATH = "/<event>/announcements/<uuid:announcement_id>"


@organizer.get("/<event>/announcements")
@requires("mail.announce")
def announcements(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    # Whom it is for may stand in the address: the list of registrations leads here.
    return _list(desk, _form(desk, formdata=request.args))


@organizer.post("/<event>/announcements")
@requires("mail.announce")
def write_announcement(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    form = _form(desk)
    if not form.validate_on_submit():
        return _list(desk, form), 422
    written = service.write(draft=form.draft(desk.person.scope), **desk.acting())
    return _to(desk, written)


@organizer.get(PATH)
@requires("mail.announce")
def announcement(event: str, announcement_id: UUID) -> ResponseReturnValue:
    desk = open_desk(event)
    found = _get(desk, announcement_id)
    return _page(desk, found, SendForm(formdata=None))


@organizer.get(f"{PATH}/edit")
@requires("mail.announce")
def edit_announcement(event: str, announcement_id: UUID) -> ResponseReturnValue:
    desk = open_desk(event)
    found = _get(desk, announcement_id)
    return _edit(desk, found, _form(desk, formdata=None, data=values_of(found)))


@organizer.post(f"{PATH}/edit")
@requires("mail.announce")
def rewrite_announcement(event: str, announcement_id: UUID) -> ResponseReturnValue:
    desk = open_desk(event)
    found = _get(desk, announcement_id)
    form = _form(desk)
    if not form.validate_on_submit():
        return _edit(desk, found, form), 422
    draft = form.draft(desk.person.scope)
    return _act(desk, announcement_id, service.rewrite, _("Changed."), draft=draft)


@organizer.post(f"{PATH}/send")
@requires("mail.announce")
def send_announcement(event: str, announcement_id: UUID) -> ResponseReturnValue:
    desk = open_desk(event)
    form = SendForm()
    if not form.validate_on_submit():
        found = _get(desk, announcement_id)
        return _page(desk, found, form), 422
    zone, wanted = ZoneInfo(desk.event.timezone), form.send_at.data
    send_at = wanted.replace(tzinfo=zone) if wanted else clock.now()
    told = _("It leaves at the set time.") if wanted else _("It is on its way.")
    return _act(desk, announcement_id, service.schedule, told, send_at=send_at)


@organizer.post(f"{PATH}/pause")
@requires("mail.announce")
def pause_announcement(event: str, announcement_id: UUID) -> ResponseReturnValue:
    return _act(open_desk(event), announcement_id, service.pause, _("The rest is held back."))


@organizer.post(f"{PATH}/resume")
@requires("mail.announce")
def resume_announcement(event: str, announcement_id: UUID) -> ResponseReturnValue:
    return _act(open_desk(event), announcement_id, service.resume, _("The rest is on its way."))


@organizer.post(f"{PATH}/cancel")
@requires("mail.announce")
def cancel_announcement(event: str, announcement_id: UUID) -> ResponseReturnValue:
    told = _("Cancelled. What has not left will not leave.")
    return _act(open_desk(event), announcement_id, service.cancel, told)


def _act(
    desk: Desk, announcement_id: UUID, act: Callable[..., None], told: str, **values: Any
) -> Response:
    _get(desk, announcement_id)
    try:
        act(announcement_id=announcement_id, **values, **desk.acting())
    except NotInThisState:
        return _to(desk, announcement_id, NOT_ANY_MORE, "warn")
    return _to(desk, announcement_id, told)


def _get(desk: Desk, announcement_id: UUID) -> Announcement:
    """One that this account may see; the others are not there for it.

    :raises AnnouncementNotFound: when there is none
    """
    found = queries.get_announcement(desk.event.id, announcement_id)
    if not rules.may_see(found.scope, desk.person.scope):
        raise AnnouncementNotFound
    return found


def _to(desk: Desk, announcement_id: UUID, told: object = "", kind: Kind = "good") -> Response:
    return desk.back("organizer.announcement", told, kind, announcement_id=announcement_id)


def _form(desk: Desk, **arguments: Any) -> AnnouncementForm:
    return announcement_form(
        languages=desk.event.languages,
        scope=desk.person.scope,
        shown_in=desk.language,
        **arguments,
    )


def _list(desk: Desk, form: AnnouncementForm) -> str:
    found = [
        one
        for one in queries.announcements_of(desk.event.id)
        if rules.may_see(one.scope, desk.person.scope)
    ]
    return show(
        "announcements.html",
        desk,
        SECTION,
        form=form,
        may_remind=desk.person.may("mail.write"),
        lines=announced(found, desk.language, desk.event.languages),
        states=ANNOUNCEMENT_STATES,
    )


def _edit(desk: Desk, found: Announcement, form: AnnouncementForm) -> str:
    return show("announcement_edit.html", desk, SECTION, form=form, announcement=found)


def _page(desk: Desk, found: Announcement, form: SendForm) -> str:
    segment = Segment.of(found, desk.event.timezone)
    waits = found.queued_at is None
    return show(
        "announcement.html",
        desk,
        SECTION,
        line=announced([found], desk.language, desk.event.languages)[0],
        states=ANNOUNCEMENT_STATES,
        reach=queries.count_recipients(found.event_id, segment.filters, segment.scope)
        if waits
        else None,
        texts=[words_of(text) for text in found.texts],
        segment=_form(desk, formdata=None, data=values_of(found)),
        send=form,
        button_form=ButtonForm(formdata=None),
        may={
            "edit": found.state in rules.CAN_EDIT,
            "send": found.state in rules.CAN_SCHEDULE,
            "pause": found.state in rules.CAN_PAUSE,
            "resume": found.state in rules.CAN_RESUME,
            "cancel": found.state in rules.CAN_CANCEL,
        },
    )

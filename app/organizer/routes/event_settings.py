"""The event's settings, and its way from a draft to everybody."""

from typing import Any
from zoneinfo import available_timezones

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.events import queries, rules
from app.events.content import settings_of, words_of
from app.events.errors import Outdated, TitleMissing, WrongState
from app.events.models import EventState
from app.events.routes import PREVIEW
from app.events.service import editing, publishing
from app.organizer.editing import SECTION, Others, tabs, take_others
from app.organizer.event_forms import SettingsForm, settings_values
from app.organizer.forms import ButtonForm
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.organizer.words import EVENT_FIELDS, EVENT_STATES, PUBLIC_PAGES_FOLLOW, SOMEBODY_WAS_FASTER
from app.staff.access import requires
from app.staff.rules import TEAM_WRITE
from app.web.links import absolute
from app.web.tokens import make_token


@organizer.get("/<event>/event")
@requires("event.write")
def event_settings(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    values = settings_values(settings_of(desk.event))
    return _page(desk, _form(desk, formdata=None, data=values))


@organizer.post("/<event>/event/settings")
@requires("event.write")
def change_event(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    form = _form(desk)
    if not form.validate_on_submit() or not form.fits(clock.now()):
        return _page(desk, form), 422
    try:
        editing.change_settings(settings=form.settings(), seen=form.seen.data, **desk.acting())
    except Outdated:
        saved = settings_values(settings_of(desk.event))
        return _page(desk, form, take_others(desk, form, saved)), 422
    except WrongState:
        told = _("This event is over, and its data is deleted. Nothing was changed.")
        return desk.back(SECTION, told, "warn")
    return desk.back(SECTION, PUBLIC_PAGES_FOLLOW)


@organizer.post("/<event>/event/state")
@requires("event.write")
def turn_event(event: str) -> ResponseReturnValue:
    desk, wanted = open_desk(event), request.form.get("to", "")
    try:
        publishing.turn(to=EventState(wanted), **desk.acting())
    except (ValueError, WrongState):
        return desk.back(
            SECTION,
            SOMEBODY_WAS_FASTER,
            "warn",
        )
    except TitleMissing:
        return desk.back(SECTION, _("Please write a title in the first language before."), "warn")
    return desk.back(SECTION, PUBLIC_PAGES_FOLLOW)


@organizer.post("/<event>/event/preview")
@requires("event.write")
def preview_event(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    if request.form.get("act") == "end":
        publishing.hide_preview(**desk.acting())
        return desk.back(SECTION, _("The preview link does not open any more."))
    publishing.show_preview(**desk.acting())
    told = _("This is the new preview link. An earlier one does not open any more.")
    return desk.back(SECTION, told)


def _form(desk: Desk, **arguments: Any) -> SettingsForm:
    return SettingsForm(offered=desk.event.languages, shown_in=desk.language, **arguments)


def _page(desk: Desk, form: SettingsForm, others: Others | None = None) -> str:
    event = desk.event
    texts = words_of(queries.texts_of(event.id))
    return show(
        "event_settings.html",
        desk,
        SECTION,
        tabs=tabs(desk, SECTION),
        form=form,
        others=others,
        button_form=ButtonForm(formdata=None),
        state=EVENT_STATES[event.state],
        turns=rules.TURNS[event.state],
        preview=_preview(desk),
        missing=rules.missing(texts, event.languages, rules.TEXT_FIELDS),
        fields=EVENT_FIELDS,
        may_make=desk.person.may(TEAM_WRITE),
        zones=sorted(available_timezones()),
    )


def _preview(desk: Desk) -> str:
    row_id = desk.event.preview_id
    if row_id is None:
        return ""
    token = make_token(PREVIEW, row_id, 1)
    return absolute("events.preview", token=token, lang=desk.language)

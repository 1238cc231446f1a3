"""A new event, or a copy of an earlier one, and the recovery key to be printed."""

from typing import Any
from zoneinfo import available_timezones

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.events import snapshot
from app.events.errors import EventNotFound, SlugTaken
from app.events.models import Event
from app.organizer import founding, queries
from app.organizer.forms import ButtonForm
from app.organizer.founding_forms import CopyForm, FreshForm, NewEventForm, copy_values
from app.organizer.routes.desk import language_of_page, open_desk, organizer, show
from app.staff import teams
from app.staff.access import current, requires
from app.staff.rules import TEAM_WRITE
from app.staff.service.founding import recovery_key_shown
from app.vault.errors import KeysReadOnly
from app.web.segments import taken_by_pages

SECTION = "organizer.event_settings"


@organizer.get("/new")
@requires("team.write")
def new_event() -> ResponseReturnValue:
    source, language = _source(), language_of_page()
    if source is None:
        first = {"first_language": language, "languages": [language]}
        return _page(_form(source, formdata=None, data=first), source)
    title = snapshot.title_of(source, source.languages[0], clock.now())
    values = copy_values(source, title, clock.now())
    return _page(_form(source, formdata=None, data=values), source)


@organizer.post("/new")
@requires("team.write")
def make_event() -> ResponseReturnValue:
    source = _source()
    form = _form(source)
    if not form.validate_on_submit():
        return _page(form, source), 422
    try:
        recovery_key = _make(form, source)
    except SlugTaken:
        form.slug.errors = [_("This name is taken. Please choose another one.")]
        return _page(form, source), 422
    except KeysReadOnly:
        flash(
            _(
                "Each event has a key of its own, and this server may not store one. "
                "Please ask whoever runs it: the operator’s guide says what is missing."
            ),
            "bad",
        )
        return _page(form, source), 422
    page = "organizer.recovery_key" if recovery_key else SECTION
    return redirect(url_for(page, event=form.slug.data), 303)


@organizer.get("/<event>/recovery-key")
@requires("team.write")
def recovery_key(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    grant = teams.find_grant(desk.person.id, desk.event.key_id)
    return show(
        "recovery_key.html",
        desk,
        SECTION,
        recovery_key=recovery_key_shown(desk.person, grant),
        button_form=ButtonForm(formdata=None),
    )


@organizer.post("/<event>/recovery-key")
@requires("team.write")
def keep_recovery_key(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    founding.forget_recovery_key(person=desk.person, key_id=desk.event.key_id)
    return desk.back(SECTION)


def _source() -> Event | None:
    """The event to be copied, as the address names it; one whose team somebody leads.

    :raises EventNotFound: when there is none
    """
    slug, person = request.args.get("from"), current()
    if not slug:
        return None
    leader = person.at(slug)
    for event in queries.events_of(person.id):
        if event.slug == slug and leader is not None and leader.may(TEAM_WRITE):
            return event
    raise EventNotFound


def _form(source: Event | None, **arguments: Any) -> NewEventForm:
    taken = taken_by_pages(current_app.url_map.iter_rules())
    if source is not None:
        return CopyForm(taken=taken, **arguments)
    return FreshForm(taken=taken, shown_in=language_of_page(), **arguments)


def _make(form: NewEventForm, source: Event | None) -> str:
    maker, now = current(), clock.now()
    if isinstance(form, FreshForm):
        new = form.new_event(form.chosen_languages())
        return founding.make_event(maker=maker, new=new, now=now)
    assert source is not None
    assert isinstance(form, CopyForm)
    copying = founding.Copying(source, form.team.data, form.halls.data, form.streams.data)
    new = form.new_event(source.languages)
    return founding.copy_event(maker=maker, new=new, copying=copying, now=now)


def _page(form: NewEventForm, source: Event | None) -> str:
    language = language_of_page()
    title = snapshot.title_of(source, language, clock.now()) if source else ""
    return render_template(
        "organizer/new_event.html",
        form=form,
        source=source,
        source_title=title,
        zones=sorted(available_timezones()),
        desk_person=current().label,
        desk_sign_out_url=url_for("staff.sign_out"),
    )

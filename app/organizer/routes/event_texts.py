"""The event's own words, every language beside the others."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.events import queries, rules
from app.events.content import words_of
from app.events.errors import Outdated, TitleMissing
from app.events.prose import render_markdown
from app.events.service import editing
from app.organizer.editing import SECTION, Others, tabs, take_others
from app.organizer.event_forms import LENGTHS, TextsForm, texts_form, texts_values
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.organizer.words import EVENT_FIELDS, PUBLIC_PAGES_FOLLOW
from app.staff.access import requires

HERE = "organizer.event_texts"


@organizer.get("/<event>/event/texts")
@requires("event.write")
def event_texts(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    values = texts_values(words_of(queries.texts_of(desk.event.id)))
    return _page(desk, _form(desk, formdata=None, data=values))


@organizer.post("/<event>/event/texts")
@requires("event.write")
def write_event_texts(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    form = _form(desk)
    if not form.validate_on_submit():
        return _page(desk, form), 422
    if request.form.get("act") == "look":
        return _page(desk, form)
    words = form.words()
    try:
        editing.write_texts(words=words, seen=form.seen.data, **desk.acting())
    except (Outdated, TitleMissing):
        saved = texts_values(words_of(queries.texts_of(desk.event.id)))
        return _page(desk, form, take_others(desk, form, saved)), 422
    return desk.back(HERE, PUBLIC_PAGES_FOLLOW)


def _form(desk: Desk, **arguments: Any) -> TextsForm:
    return texts_form(desk.event.languages, desk.language, **arguments)


def _page(desk: Desk, form: TextsForm, others: Others | None = None) -> str:
    words = form.words()
    return show(
        "event_texts.html",
        desk,
        SECTION,
        tabs=tabs(desk, HERE),
        form=form,
        others=others,
        lengths=LENGTHS,
        fields=EVENT_FIELDS,
        missing=rules.missing(words, desk.event.languages, rules.TEXT_FIELDS),
        shown={code: render_markdown(text["body"]) for code, text in words.items()},
    )

"""The programme: what happens when, with whom, in every language."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.events import queries, rules
from app.events.content import item_content
from app.events.errors import ItemNotFound, Outdated
from app.events.models import ProgrammeItem
from app.events.service import editing
from app.organizer.editing import SECTION, Others, tabs, take_others
from app.organizer.event_forms import LENGTHS, ItemForm, item_form, item_values
from app.organizer.forms import ButtonForm
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.organizer.words import EVENT_FIELDS, PUBLIC_PAGES_FOLLOW, REVISION_ACTS, actor_name
from app.staff.access import requires

HERE = "organizer.programme"
PATH = "/<event>/event/programme/<int:item_id>"


@organizer.get("/<event>/event/programme")
@requires("event.write")
def programme(event: str) -> ResponseReturnValue:
    return _page(open_desk(event))


@organizer.post("/<event>/event/programme/add")
@requires("event.write")
def add_item(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    form = _form(desk)
    if not form.validate_on_submit():
        return _page(desk, form), 422
    _write(desk, form, None)
    return desk.back(HERE, _("It stands in the programme."))


@organizer.get(PATH)
@requires("event.write")
def programme_item(event: str, item_id: int) -> ResponseReturnValue:
    desk, item = _open(event, item_id)
    values = item_values(item_content(item), desk.event.timezone)
    return _item_page(desk, item_id, _form(desk, formdata=None, data=values))


@organizer.post(PATH)
@requires("event.write")
def change_item(event: str, item_id: int) -> ResponseReturnValue:
    desk, item = _open(event, item_id)
    form = _form(desk)
    if not form.validate_on_submit():
        return _item_page(desk, item_id, form), 422
    try:
        _write(desk, form, item)
    except Outdated:
        _desk, now_saved = _open(event, item_id)
        saved = item_values(item_content(now_saved), desk.event.timezone)
        return _item_page(desk, item_id, form, take_others(desk, form, saved)), 422
    return desk.back(HERE, PUBLIC_PAGES_FOLLOW)


@organizer.post(f"{PATH}/remove")
@requires("event.write")
def remove_item(event: str, item_id: int) -> ResponseReturnValue:
    desk = open_desk(event)
    editing.remove_item(item_id=item_id, **desk.acting())
    return desk.back(HERE, _("It is out of the programme. The history can bring it back."))


@organizer.post(f"{PATH}/move")
@requires("event.write")
def move_item(event: str, item_id: int) -> ResponseReturnValue:
    desk, earlier = open_desk(event), request.form.get("to") == "earlier"
    editing.move_item(item_id=item_id, earlier=earlier, **desk.acting())
    return desk.back(HERE)


def _write(desk: Desk, form: ItemForm, item: ProgrammeItem | None) -> None:
    content = form.content(item_content(item) if item else None)
    editing.write_item(
        item_id=item.id if item else None,
        content=content,
        seen=form.seen.data or "",
        **desk.acting(),
    )


def _open(event: str, item_id: int) -> tuple[Desk, ProgrammeItem]:
    """The desk and a thing of the event's programme.

    :raises ItemNotFound: when there is none
    """
    desk = open_desk(event)
    for item in queries.programme_of(desk.event.id):
        if item.id == item_id:
            return desk, item
    raise ItemNotFound


def _form(desk: Desk, **arguments: Any) -> ItemForm:
    return item_form(desk.event.languages, desk.language, desk.event.timezone, **arguments)


def _next_form(desk: Desk, items: Sequence[ProgrammeItem]) -> ItemForm:
    """A form for what comes after everything that is there."""
    begins = max([desk.event.starts_at, *(item.ends_at for item in items)])
    local = begins.astimezone(ZoneInfo(desk.event.timezone)).replace(tzinfo=None)
    return _form(desk, formdata=None, data={"starts_at": local})


def _page(desk: Desk, typed: ItemForm | None = None) -> str:
    items = queries.programme_of(desk.event.id)
    form = typed or _next_form(desk, items)
    contents = {item.id: item_content(item)["texts"] for item in items}
    return show(
        "programme.html",
        desk,
        SECTION,
        tabs=tabs(desk, HERE),
        form=form,
        items=[(item, queries.choose_words(item, desk.language, desk.event)) for item in items],
        missing={
            item_id: list(rules.missing(texts, desk.event.languages, ("title",)))
            for item_id, texts in contents.items()
        },
        lengths=LENGTHS,
        button_form=ButtonForm(formdata=None),
        **_last_change(desk),
    )


def _last_change(desk: Desk) -> dict[str, Any]:
    """What was changed last, by whom, and which revision brings back what stood there before."""
    newest = queries.newest_revision(desk.event.id)
    if newest is None or not rules.can_be_undone(newest.act, newest.at, clock.now()):
        return {"change": None}
    return {
        "change": newest,
        "changed": REVISION_ACTS[newest.act],
        "changed_by": actor_name(newest.actor, desk.person.id),
    }


def _item_page(desk: Desk, item_id: int, form: ItemForm, others: Others | None = None) -> str:
    return show(
        "programme_item.html",
        desk,
        SECTION,
        tabs=tabs(desk, HERE),
        item_id=item_id,
        form=form,
        others=others,
        lengths=LENGTHS,
        fields=EVENT_FIELDS,
        button_form=ButtonForm(formdata=None),
    )

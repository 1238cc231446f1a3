"""How texts and programme came to be what they are, and the way back."""

from datetime import datetime

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.events import differences, queries
from app.events.content import content_of
from app.events.differences import Change, Piece
from app.events.errors import Outdated
from app.events.service import editing
from app.organizer.editing import SECTION, tabs
from app.organizer.forms import ButtonForm
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.organizer.words import EVENT_FIELDS, REVISION_ACTS, SOMEBODY_WAS_FASTER, actor_name
from app.staff.access import requires
from app.web.formats import day_and_time

HERE = "organizer.event_history"
PATH = "/<event>/event/history/<int:number>"
MOMENTS = ("starts_at", "ends_at")


@organizer.get("/<event>/event/history")
@requires("event.write")
def event_history(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    found = queries.revisions_of(desk.event.id, before=request.args.get("before", type=int))
    rows = found[: queries.REVISIONS_A_PAGE]
    return show(
        "event_history.html",
        desk,
        SECTION,
        tabs=tabs(desk, HERE),
        rows=[(row, actor_name(row.actor, desk.person.id)) for row in rows],
        acts=REVISION_ACTS,
        older=rows[-1].number if len(found) > len(rows) else None,
    )


@organizer.get(PATH)
@requires("event.write")
def event_revision(event: str, number: int) -> ResponseReturnValue:
    desk = open_desk(event)
    revision, before = queries.get_revisions(desk.event.id, number)
    now = content_of(queries.texts_of(desk.event.id), queries.programme_of(desk.event.id))
    made = differences.changes(before.content, revision.content) if before else []
    back = differences.changes(now, revision.content)
    return show(
        "event_revision.html",
        desk,
        SECTION,
        tabs=tabs(desk, HERE),
        revision=revision,
        who=actor_name(revision.actor, desk.person.id),
        acts=REVISION_ACTS,
        made=[_in_words(desk, change) for change in made],
        back=[_in_words(desk, change) for change in back],
        fields=EVENT_FIELDS,
        button_form=ButtonForm(formdata=None),
    )


@organizer.post(f"{PATH}/restore")
@requires("event.write")
def restore_revision(event: str, number: int) -> ResponseReturnValue:
    desk = open_desk(event)
    revision, _before = queries.get_revisions(desk.event.id, number)
    # The programme's page takes back the newest change alone, and no other that came meanwhile.
    newest = request.form.get("newest", type=int)
    try:
        editing.restore(content=revision.content, number=number, newest=newest, **desk.acting())
    except Outdated:
        return desk.back(
            "organizer.programme",
            SOMEBODY_WAS_FASTER,
            "warn",
        )
    if newest:
        return desk.back("organizer.programme", _("Brought back"))
    return desk.back(
        HERE, _("Texts and programme are as they were then. Nothing is lost: see the history.")
    )


def _in_words(desk: Desk, change: Change) -> Change:
    """The same change with its moments as people read them."""
    if change.field not in MOMENTS:
        return change
    pieces = tuple(Piece(kind, _moment(desk, text)) for kind, text in change.pieces)
    return Change(change.field, change.language, change.about, pieces)


def _moment(desk: Desk, text: str) -> str:
    return day_and_time(datetime.fromisoformat(text), desk.event.timezone, desk.language)

"""People from a CSV file: sent, looked through, imported; and taken back like any act on many."""

from contextlib import closing
from dataclasses import dataclass
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from app import clock
from app.organizer import drafts
from app.organizer.errors import DraftGone
from app.organizer.import_form import (
    ColumnsForm,
    ImportForm,
    SendForm,
    first_guess,
    words_of_columns,
)
from app.organizer.routes import import_steps as steps
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.organizer.routes.imports import FAULTS_SHOWN
from app.registration.people_file import (
    LOCATION,
    Imported,
    Sheet,
    read_people,
    read_sheet,
    recognise,
)
from app.registration.rules import MOST_IMPORTED, UNDO_WINDOW
from app.registration.service import importing
from app.staff.access import proven_lately, requires
from app.web.csv_reading import BadFile, decode

SECTION = "organizer.registrations"
PATH = "/<event>/registrations/import"
LARGEST_FILE = 10 * 1024 * 1024


@dataclass
class Draft:
    """A file that somebody looks through, and what is said of it so far."""

    id: UUID
    sheet: Sheet
    form: ColumnsForm
    people: list[Imported]
    plan: importing.Plan | None = None
    bad: BadFile | None = None


@organizer.url_value_preprocessor
def _let_files_in(endpoint: str | None, _values: dict[str, object] | None) -> None:
    # Before the form is parsed, which the check of its token does.
    if endpoint == "organizer.send_people":
        request.max_content_length = LARGEST_FILE


@organizer.get(PATH)
@requires("people.import")
@proven_lately()
def people_import(event: str) -> ResponseReturnValue:
    return _ask_for_file(open_desk(event), SendForm(formdata=None))


@organizer.post(PATH)
@requires("people.import")
@proven_lately(back="organizer.people_import")
def send_people(event: str) -> ResponseReturnValue:
    desk, form = open_desk(event), SendForm()
    if not form.validate_on_submit() or desk.opener is None:
        return _ask_for_file(desk, form), 422
    with closing(form.file.data) as file:
        content = file.read()
    try:
        text = decode(content)
        read_sheet(text)
    except BadFile as bad:
        return _ask_for_file(desk, form, bad), 422
    draft_id = drafts.keep_draft(
        event=desk.event, organizer_id=desk.person.id, text=text, now=clock.now()
    )
    return desk.back("organizer.check_people", draft_id=draft_id)


@organizer.get(f"{PATH}/<uuid:draft_id>")
@requires("people.import")
@proven_lately()
def check_people(event: str, draft_id: UUID) -> ResponseReturnValue:
    desk = open_desk(event)
    try:
        draft = _open(desk, draft_id)
    except DraftGone:
        return steps.done_or_gone(desk, draft_id)
    return _show(desk, draft)


@organizer.post(f"{PATH}/<uuid:draft_id>")
@requires("people.import")
@proven_lately(back="organizer.check_people")
def import_people(event: str, draft_id: UUID) -> ResponseReturnValue:
    desk, form = open_desk(event), ImportForm()
    try:
        draft = _open(desk, draft_id)
    except DraftGone:
        return steps.done_or_gone(desk, draft_id)
    if draft.plan is None or not form.validate_on_submit():
        return _show(desk, draft, form), 422
    if int(form.seen.data) != draft.plan.new:
        form.form_errors.append(steps.another_number())
        return _show(desk, draft, form), 422
    asked = {"columns": draft.form.address(), "people": len(draft.people), "new": draft.plan.new}
    drafts.note_asked(draft_id=draft_id, asked=asked)
    return steps.begin(desk, draft_id, len(draft.people))


def _open(desk: Desk, draft_id: UUID) -> Draft:
    """The file of that id, read as far as it can be.

    :raises DraftGone: when it is not kept any more
    """
    sheet = read_sheet(steps.open_file(desk, draft_id).text)
    guess = first_guess(recognise(sheet.heads, words_of_columns()))
    asked = request.args or None
    form = ColumnsForm(heads=sheet.heads, formdata=asked, data=None if asked else guess)
    draft = Draft(draft_id, sheet, form, [])
    # A first look is no mistake: what is missing is said once somebody chose.
    if form.validate() or asked is None:
        _read(desk, draft)
    return draft


def _read(desk: Desk, draft: Draft) -> None:
    form, sheet = draft.form, draft.sheet
    if form.errors:
        form.place.errors, form.email.errors = [], []
        return
    columns = form.chosen()
    try:
        draft.people = read_people(sheet, columns, steps.expected(desk, form))
        column = sheet.heads[columns[LOCATION]] if LOCATION in columns else ""
        draft.plan = importing.plan_import(desk.event, draft.people, column)
    except BadFile as bad:
        draft.bad = bad


def _show(desk: Desk, draft: Draft, form: ImportForm | None = None) -> str:
    plan, faults = draft.plan, draft.bad.faults if draft.bad else []
    fresh = ImportForm(formdata=None, data={"seen": str(plan.new if plan else 0)})
    if form is not None:
        fresh.form_errors, fresh.agreed.data = form.form_errors, form.agreed.data
        fresh.agreed.errors = form.agreed.errors
    return show(
        "people_check.html",
        desk,
        SECTION,
        draft=draft,
        columns=draft.form,
        form=fresh,
        plan=plan,
        minutes=int(UNDO_WINDOW.total_seconds() // 60),
        faults=faults[:FAULTS_SHOWN],
        more=max(0, len(faults) - FAULTS_SHOWN),
    )


def _ask_for_file(desk: Desk, form: SendForm, bad: BadFile | None = None) -> str:
    return show(
        "people_import.html",
        desk,
        SECTION,
        form=form,
        holds_key=desk.opener is not None,
        faults=bad.faults if bad else [],
        most=MOST_IMPORTED,
    )

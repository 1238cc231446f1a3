"""People from a CSV file: sent, looked through, imported; and taken back like any act on many."""

from contextlib import closing
from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.organizer import drafts
from app.organizer.errors import DraftGone
from app.organizer.import_form import (
    CONFIRMED,
    ColumnsForm,
    ImportForm,
    SendForm,
    first_guess,
    words_of_columns,
    words_of_languages,
)
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.organizer.routes.imports import FAULTS_SHOWN
from app.registration.errors import LocationFull, NotAsShown
from app.registration.people_file import (
    LOCATION,
    Expected,
    Imported,
    Sheet,
    read_people,
    read_sheet,
    recognise,
)
from app.registration.queries import bulk as bulk_queries
from app.registration.rules import MOST_IMPORTED, UNDO_WINDOW
from app.registration.service import importing
from app.staff.access import proven_lately, requires
from app.web.csv_reading import BadFile, decode

SECTION = "organizer.registrations"
PATH = "/<event>/registrations/import"
LARGEST_FILE = 10 * 1024 * 1024
SAMPLE = 3


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
        return _gone(desk)
    return _show(desk, draft)


@organizer.post(f"{PATH}/<uuid:draft_id>")
@requires("people.import")
@proven_lately(back="organizer.check_people")
def import_people(event: str, draft_id: UUID) -> ResponseReturnValue:
    desk, form = open_desk(event), ImportForm()
    try:
        draft = _open(desk, draft_id)
    except DraftGone:
        return _sent_twice(desk, form) or _gone(desk)
    if draft.plan is None or not form.validate_on_submit() or not _try(desk, draft, form):
        return _show(desk, draft, form), 422
    drafts.drop_draft(draft_id=draft_id)
    return desk.back("organizer.bulk_act", act_id=form.submission.data)


def _try(desk: Desk, draft: Draft, form: ImportForm) -> bool:
    """Do it; what hinders it stands in the form."""
    order = importing.Order(
        id=UUID(form.submission.data),
        event=desk.event,
        people=draft.people,
        seen=int(form.seen.data),
        actor=desk.person.actor,
        as_confirmed=draft.form.letters.data == CONFIRMED,
    )
    try:
        importing.import_people(order=order, now=clock.now())
    except NotAsShown:
        form.form_errors.append(_("It is another number by now. Please look, and press again."))
    except (LocationFull, BadFile):
        form.form_errors.append(_("Too few seats are left there. Nothing was changed."))
    else:
        return True
    return False


def _open(desk: Desk, draft_id: UUID) -> Draft:
    """The file of that id, read as far as it can be.

    :raises DraftGone: when it is not kept any more
    """
    if desk.opener is None:
        raise DraftGone
    text = drafts.open_draft(
        event=desk.event,
        organizer_id=desk.person.id,
        draft_id=draft_id,
        opener=desk.opener,
        now=clock.now(),
    )
    sheet = read_sheet(text)
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
    expected = Expected(
        largest_party=desk.event.max_party_size,
        languages=words_of_languages(desk.event.languages),
        language=desk.event.languages[0],
        location=form.place.data,
    )
    try:
        draft.people = read_people(sheet, columns, expected)
        column = sheet.heads[columns[LOCATION]] if LOCATION in columns else ""
        draft.plan = importing.plan_import(desk.event, draft.people, column)
    except BadFile as bad:
        draft.bad = bad


def _show(desk: Desk, draft: Draft, form: ImportForm | None = None) -> str:
    plan, faults = draft.plan, draft.bad.faults if draft.bad else []
    seen = len(plan.newcomers) if plan else 0
    fresh = ImportForm(formdata=None, data={"submission": str(uuid4()), "seen": str(seen)})
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


def _gone(desk: Desk) -> ResponseReturnValue:
    told = _("This file is not kept any more. Please send it again.")
    return desk.back("organizer.people_import", told, "warn")


def _sent_twice(desk: Desk, form: ImportForm) -> ResponseReturnValue | None:
    """The way to what the first click did."""
    if not form.validate_on_submit():
        return None
    act = bulk_queries.find_act(desk.event.id, UUID(form.submission.data))
    if act is None:
        return None
    return desk.back("organizer.bulk_act", act_id=act.id)

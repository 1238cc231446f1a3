"""Locations from a CSV file, with a dry run."""

from contextlib import closing

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app import clock
from app.locations.csv_file import COLUMNS, REQUIRED
from app.locations.importing import Plan, import_file, plan_file
from app.organizer.location_forms import ImportForm
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.staff.access import requires
from app.web.csv_reading import BadFile
from app.web.formats import page_digits

SECTION = "organizer.locations"
LARGEST_FILE = 24 * 1024 * 1024
FAULTS_SHOWN = 50


@organizer.url_value_preprocessor
def _let_large_files_in(endpoint: str | None, _values: dict[str, object] | None) -> None:
    # Before the form is parsed, which the check of its token does.
    if endpoint == "organizer.import_now":
        request.max_content_length = LARGEST_FILE


@organizer.get("/<event>/locations/import")
@requires("people.write")
def import_page(event: str) -> ResponseReturnValue:
    return _page(_open(event), ImportForm(formdata=None, data={"dry": True}))


@organizer.post("/<event>/locations/import")
@requires("people.write")
def import_now(event: str) -> ResponseReturnValue:
    desk, form = _open(event), ImportForm()
    if not form.validate_on_submit():
        return _page(desk, form), 422
    with closing(form.file.data) as file:
        content, actor = file.read(), desk.person.actor
    try:
        plan = plan_file(event=desk.event, content=content)
        if form.dry.data:
            return _page(desk, ImportForm(formdata=None), plan=plan)
        import_file(event=desk.event, content=content, now=clock.now(), actor=actor)
    except BadFile as bad:
        return _page(desk, form, bad=bad), 422
    return desk.back("organizer.locations", _told(plan))


def _open(event: str) -> Desk:
    desk = open_desk(event)
    if desk.person.scope:
        # A file may hold locations of any country.
        abort(403)
    return desk


def _told(plan: Plan) -> str:
    new = ngettext("%(num)s location is new", "%(num)s locations are new", plan.added)
    old = ngettext("%(num)s is brought up to date", "%(num)s are brought up to date", plan.changed)
    return str(page_digits(_("%(new)s, %(old)s.", new=new, old=old)))


def _page(
    desk: Desk, form: ImportForm, *, plan: Plan | None = None, bad: BadFile | None = None
) -> str:
    faults = bad.faults if bad else []
    return show(
        "import.html",
        desk,
        SECTION,
        form=form,
        told=_told(plan) if plan else None,
        faults=faults[:FAULTS_SHOWN],
        more=max(0, len(faults) - FAULTS_SHOWN),
        columns=COLUMNS,
        required=REQUIRED,
    )

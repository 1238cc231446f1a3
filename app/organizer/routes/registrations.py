"""The list of sign-ups, and the search for one."""

from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue

from app.organizer import search as people_search
from app.organizer import views
from app.organizer.forms import FILTERS, SearchForm
from app.organizer.lines import lines_of
from app.organizer.list_form import HEADS, ListForm, ViewForm
from app.organizer.routes.desk import Desk, note_reading, open_desk, organizer, show
from app.organizer.words import BULK, KINDS, STATES
from app.registration.models import Registration
from app.registration.queries import desk as queries
from app.registration.queries.desk import Cursor
from app.staff.access import requires
from app.web.pagination import Page

SECTION = "organizer.registrations"


@organizer.get("/<event>/registrations")
@requires("people.read")
def registrations(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    form = filter_form(desk)
    if not form.validate():
        return _list(desk, form, SearchForm(), Page[Registration](())), 422
    page = queries.page_of_registrations(
        desk.event.id,
        form.filters(desk.event.timezone),
        countries=desk.person.scope,
        older=_cursor("older"),
        newer=_cursor("newer"),
    )
    note_reading(desk, "people.listed", len(page.rows))
    return _list(desk, form, SearchForm(), page)


@organizer.post("/<event>/registrations")
@requires("people.read")
def search(event: str) -> ResponseReturnValue:
    desk, form = open_desk(event), SearchForm()
    if not form.validate_on_submit():
        return _list(desk, filter_form(desk), form, Page[Registration](())), 422
    # Answered at once: a redirect would have to carry what was searched in its address.
    found = people_search.find(
        form.q.data, desk.event.id, countries=desk.person.scope, opener=desk.opener
    )
    note_reading(desk, "people.searched", len(found.rows))
    page = Page[Registration](found.rows)
    return _list(desk, filter_form(desk), form, page, found=found)


def _cursor(name: str) -> Cursor | None:
    """The place in the list that stands in the address; one that we did not make is refused."""
    text = request.args.get(name)
    found = Cursor.read(text)
    if text and found is None:
        abort(400)
    return found


def filter_form(desk: Desk) -> ListForm:
    """The filters and columns as they stand in the address."""
    return ListForm(
        formdata=request.args,
        scope=desk.person.scope,
        languages=desk.event.languages,
        shown_in=desk.language,
    )


def _list(
    desk: Desk, filters: ListForm, search: SearchForm, page: Page[Registration], **context: Any
) -> str:
    return show(
        "registrations.html",
        desk,
        SECTION,
        form=filters,
        search=search,
        page=page,
        lines=lines_of(page.rows, desk.event, desk.opener, desk.language),
        holds_key=desk.opener is not None,
        chosen=filters.address(),
        filters=filters.arguments(),
        may_change=desk.person.may("people.write"),
        may_import=desk.person.may("people.import"),
        acts=BULK,
        views=views.views_of(desk.event.id, desk.person, names=FILTERS, columns=HEADS),
        view_form=ViewForm(formdata=None),
        columns=[name for name in filters.chosen_columns() if name != "name"],
        heads=HEADS,
        words={"states": STATES, "kinds": KINDS},
        **{"found": None, **context},
    )

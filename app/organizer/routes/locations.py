"""The list of locations, one of them, and what can be done with it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app import clock
from app.hosting import queries as hosting
from app.hosting import rules
from app.hosting.errors import LocationClosed, NotOneEvent
from app.hosting.forms.steering import CloseForm
from app.hosting.service import closing
from app.hosting.service.releasing import release_address
from app.locations.errors import LocationNotFound
from app.locations.models import Location, LocationKind, LocationState
from app.locations.queries import desk as queries
from app.locations.rules import released_from
from app.organizer.forms import ButtonForm
from app.organizer.location_forms import EditForm, LocationFilterForm, MergeForm, PlaceForm
from app.organizer.places import edited, lines_of, moved, sheet_of
from app.organizer.routes.desk import Desk, Kind, note_reading, open_desk, organizer, show
from app.organizer.words import KINDS, LOCATION_STATES
from app.registration.errors import LocationFull
from app.registration.rules import UNDO_WINDOW
from app.staff.access import requires
from app.web.formats import page_digits
from app.web.pagination import Page

SECTION = "organizer.locations"
PATH = "/<event>/locations/<location>"


@organizer.get("/<event>/locations")
@requires("people.read")
def locations(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    form = LocationFilterForm(
        formdata=request.args, scope=desk.person.scope, shown_in=desk.language
    )
    if not form.validate():
        return _list(desk, form, Page[Location](())), 422
    page = queries.page_of_locations(
        desk.event.id,
        form.filters(),
        countries=desk.person.scope,
        older=request.args.get("older"),
        newer=request.args.get("newer"),
    )
    return _list(desk, form, page)


@organizer.get(PATH)
@requires("people.read")
def location(event: str, location: str) -> ResponseReturnValue:
    desk, found = _open(event, location)
    return _page(desk, found)


@organizer.post(f"{PATH}/edit")
@requires("people.write")
def edit_location(event: str, location: str) -> ResponseReturnValue:
    desk, found = _open(event, location)
    form = _edit_form(desk, found)

    def act() -> int:
        tell = bool(form.tell.data or form.address.data)
        return closing.change(
            location_id=found.id,
            values=edited(desk.event, found, form, clock.now()),
            kind=rules.CHANGED if tell else None,
            actor=desk.person.actor,
            now=clock.now(),
        )

    return _do(desk, found, "edit", form, act)


@organizer.post(f"{PATH}/move")
@requires("people.write")
def move_location(event: str, location: str) -> ResponseReturnValue:
    desk, found = _open(event, location)
    form = PlaceForm(shown_in=desk.language, prefix="move")

    def act() -> int:
        return closing.change(
            location_id=found.id,
            values=moved(desk.event, found, form, clock.now()),
            kind=rules.MOVED,
            actor=desk.person.actor,
            now=clock.now(),
        )

    return _do(desk, found, "move", form, act)


@organizer.post(f"{PATH}/merge")
@requires("people.write")
def merge_location(event: str, location: str) -> ResponseReturnValue:
    desk, found = _open(event, location)
    form, actor = MergeForm(prefix="merge"), desk.person.actor

    def act() -> int:
        into = queries.get_any(desk.event.id, form.code.data, countries=desk.person.scope)
        return closing.merge(location_id=found.id, into_id=into.id, actor=actor, now=clock.now())

    try:
        return _do(desk, found, "merge", form, act)
    except (LocationNotFound, NotOneEvent):
        form.code.errors = [_("No open location has this code.")]
    except LocationFull:
        form.code.errors = [_("Too few seats are free there. Raise its seats first.")]
    return _page(desk, found, merge=form), 422


@organizer.post(f"{PATH}/release")
@requires("people.write")
def release_location(event: str, location: str) -> ResponseReturnValue:
    desk, found = _open(event, location)
    actor = desk.person.actor

    def act() -> int:
        return release_address(location_id=found.id, actor=actor, now=clock.now())

    return _do(desk, found, "button", ButtonForm(), act)


@organizer.post(f"{PATH}/close")
@requires("people.write")
def close_location(event: str, location: str) -> ResponseReturnValue:
    desk, found = _open(event, location)
    actor = desk.person.actor

    def act() -> int:
        return closing.close(location_id=found.id, actor=actor, now=clock.now(), wait=UNDO_WINDOW)

    return _do(desk, found, "close", CloseForm(prefix="close"), act)


@organizer.post(f"{PATH}/reopen")
@requires("people.write")
def reopen_location(event: str, location: str) -> ResponseReturnValue:
    desk, found = _open(event, location)
    try:
        closing.reopen(location_id=found.id, actor=desk.person.actor, now=clock.now())
    except LocationClosed:
        return _back(desk, found, _closed(), "warn")
    return _back(desk, found, _("Brought back"))


def _do(
    desk: Desk, found: Location, name: str, form: FlaskForm, act: Callable[[], int]
) -> ResponseReturnValue:
    if not form.validate_on_submit():
        return _page(desk, found, **{name: form}), 422
    try:
        told = act()
    except LocationClosed:
        return _back(desk, found, _closed(), "warn")
    letters = ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", told)
    return _back(desk, found, f"{_('Done.')} {page_digits(letters) if told else ''}".strip())


def _open(event: str, public_id: str) -> tuple[Desk, Location]:
    desk = open_desk(event)
    return desk, queries.get_any(desk.event.id, public_id, countries=desk.person.scope)


def _list(desk: Desk, form: LocationFilterForm, page: Page[Location]) -> str:
    return show(
        "locations.html",
        desk,
        SECTION,
        form=form,
        page=page,
        lines=lines_of(page.rows, desk.language),
        chosen=form.arguments(),
        states=LOCATION_STATES,
        kinds=KINDS,
        may_import=desk.person.may("people.write") and not desk.person.scope,
    )


def _page(desk: Desk, found: Location, **forms: Any) -> str:
    may_write = desk.person.may("people.write") and found.kind != LocationKind.ONLINE
    moment = released_from(found.release, found.released_at, desk.event.starts_at)
    where = {"country": found.country, "city": found.city}
    sheet, host = sheet_of(found, desk.opener, desk.language), hosting.host_of(found.id)
    if sheet.address and not found.address:
        note_reading(desk, "location.opened", 1, host.id if host else None)
    return show(
        "location.html",
        desk,
        SECTION,
        sheet=sheet,
        host=host,
        heads=hosting.heads_at(found.id),
        states=LOCATION_STATES,
        kinds=KINDS,
        may_change=may_write and found.state == LocationState.APPROVED,
        undo_until=_undo_until(found) if may_write else None,
        is_released=moment is not None and moment <= clock.now(),
        forms={
            "button": ButtonForm(formdata=None),
            "edit": _edit_form(desk, found, first=True),
            "move": PlaceForm(formdata=None, shown_in=desk.language, prefix="move", data=where),
            "merge": MergeForm(formdata=None, prefix="merge"),
            "close": CloseForm(formdata=None, prefix="close"),
        }
        | forms,
    )


def _undo_until(found: Location) -> datetime | None:
    is_closed = found.state == LocationState.CLOSED
    return closing.closed_lately(found, clock.now()) if is_closed else None


def _edit_form(desk: Desk, found: Location, *, first: bool = False) -> EditForm:
    said = {
        "name": found.name,
        "capacity": "" if found.capacity is None else str(found.capacity),
        "languages": found.languages,
        "access": found.access,
        "release": found.release.value,
        "listed": "yes" if found.listed else "no",
    }
    return EditForm(
        offered=[*desk.event.languages, *found.languages],
        shown_in=desk.language,
        has_limit=found.capacity is not None,
        is_hall=found.kind == LocationKind.HALL,
        prefix="edit",
        **({"formdata": None, "data": said} if first else {}),
    )


def _closed() -> str:
    return str(_("This location is closed, so nothing was changed."))


def _back(desk: Desk, found: Location, told: str, kind: Kind = "good") -> Response:
    return desk.back("organizer.location", told, kind, location=found.public_id)

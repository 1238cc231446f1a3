"""Acts on many sign-ups: a page that asks, the act, and taking it back."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.announcements.rules import may_see
from app.locations.errors import LocationNotFound
from app.locations.sight import public_view
from app.organizer.bulk_form import LEAD_ELSEWHERE, WRITE, BulkForm, OrderForm, asking_form
from app.organizer.forms import ButtonForm
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.organizer.routes.moving import destination, found_places
from app.organizer.words import BULK, NOT_ANY_MORE, act_name
from app.registration import rules
from app.registration.errors import (
    BulkActNotFound,
    CannotBeUndone,
    LocationFull,
    LocationNotOpen,
    NotAsShown,
    TooMany,
)
from app.registration.models import BulkAct
from app.registration.queries import bulk as queries
from app.registration.queries.bulk import Selection
from app.registration.queries.desk import Filters
from app.registration.rules import BulkKind
from app.registration.service import bulk as service
from app.registration.service import undoing
from app.staff.access import requires
from app.web.formats import page_digits

SECTION = "organizer.registrations"
PATH = "/<event>/registrations/bulk"


@organizer.get(PATH)
@requires("people.write")
def bulk(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    form = _form(desk)
    if not form.validate():
        return _faults(desk, form)
    if form.act.data in LEAD_ELSEWHERE:
        whom: dict[str, Any] = form.whom()
        page = "announcements" if form.act.data == WRITE else "merge"
        return desk.back(f"organizer.{page}", **whom)
    return _ask(desk, form)


@organizer.post(PATH)
@requires("people.write")
def bulk_now(event: str) -> ResponseReturnValue:
    desk, order = open_desk(event), OrderForm()
    form = _form(desk)
    if not form.validate() or form.act.data in LEAD_ELSEWHERE:
        return _faults(desk, form)
    if not order.validate_on_submit() or not _try(desk, form, order):
        return _ask(desk, form, order), 422
    return desk.back("organizer.bulk_act", act_id=order.submission.data)


@organizer.get(f"{PATH}/<uuid:act_id>")
@requires("people.write")
def bulk_act(event: str, act_id: UUID) -> ResponseReturnValue:
    desk, act = _open(event, act_id)
    return show(
        "bulk_act.html",
        desk,
        SECTION,
        act=act,
        title=act_name(f"registrations.{act.kind}"),
        place=public_view(act.location, desk.language) if act.location else None,
        can_undo=rules.can_be_undone(act.undo_until, act.undone_at, clock.now()),
        form=ButtonForm(formdata=None),
    )


@organizer.post(f"{PATH}/<uuid:act_id>/undo")
@requires("people.write")
def undo_bulk(event: str, act_id: UUID) -> ResponseReturnValue:
    desk, act = _open(event, act_id)
    try:
        undoing.undo(act_id=act.id, **desk.acting())
    except CannotBeUndone:
        return desk.back("organizer.bulk_act", NOT_ANY_MORE, "warn", act_id=act_id)
    return desk.back("organizer.bulk_act", act_id=act_id)


def _try(desk: Desk, form: BulkForm, order: OrderForm) -> bool:
    """Do it; what hinders it stands in the form."""
    try:
        location_id = None
        if form.does == BulkKind.MOVE:
            location_id = destination(desk, order.chosen).id
        wanted = service.Order(
            id=UUID(order.submission.data),
            selection=_selection(desk, form, order),
            seen=int(order.seen.data),
            actor=desk.person.actor,
            location_id=location_id,
        )
        service.carry_out(order=wanted, now=clock.now())
    except NotAsShown:
        order.form_errors.append(_("It is another number by now. Please look, and press again."))
    except TooMany:
        order.form_errors.append(_too_many())
    except (LocationNotFound, LocationNotOpen):
        order.code.errors = [_("No open location has this code.")]
    except LocationFull:
        order.form_errors.append(_("Too few seats are left there. Nothing was changed."))
    else:
        return True
    return False


def _form(desk: Desk) -> BulkForm:
    return BulkForm(
        formdata=request.args,
        scope=desk.person.scope,
        languages=desk.event.languages,
        shown_in=desk.language,
    )


def _selection(desk: Desk, form: BulkForm, order: OrderForm | None = None) -> Selection:
    filters: Filters = form.filters(desk.event.timezone)
    if order is not None:
        until = min(filters.until, order.until) if filters.until else order.until
        filters = replace(filters, until=until)
    return Selection(desk.event.id, form.does, filters, desk.person.scope)


def _ask(desk: Desk, form: BulkForm, order: OrderForm | None = None) -> str:
    """The page that says how many, and asks; what was wrong stands above a fresh form."""
    meant = queries.count_meant(_selection(desk, form))
    fresh = asking_form(meant.number, clock.now())
    if order is not None:
        fresh.code.data, fresh.form_errors = order.code.data, order.form_errors
        for name in ("submission", "seen", "asked", "code"):
            fresh[name].errors = order[name].errors
    if meant.number > rules.MOST_AT_ONCE and not fresh.form_errors:
        fresh.form_errors = [_too_many()]
    return show(
        "bulk.html",
        desk,
        SECTION,
        selection=form,
        form=fresh,
        meant=meant,
        title=BULK[form.act.data],
        danger=form.does == BulkKind.CANCEL,
        minutes=int(rules.UNDO_WINDOW.total_seconds() // 60),
        most=rules.MOST_AT_ONCE,
        **(found_places(desk) if form.does == BulkKind.MOVE else {"asked": None, "places": []}),
    )


def _faults(desk: Desk, form: BulkForm) -> ResponseReturnValue:
    return show("bulk_faults.html", desk, SECTION, form=form), 422


def _open(event: str, act_id: UUID) -> tuple[Desk, BulkAct]:
    """An act that this account may see; the others are not there for it."""
    desk = open_desk(event)
    act = queries.get_act(desk.event.id, act_id)
    if not may_see(act.scope, desk.person.scope):
        raise BulkActNotFound
    return desk, act


def _too_many() -> str:
    most = page_digits(rules.MOST_AT_ONCE)
    return str(_("At most %(most)s at once. Please choose fewer by a filter.", most=most))

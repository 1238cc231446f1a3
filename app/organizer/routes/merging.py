"""Sign-ups that may belong to one person: found, side by side, and made one."""

from math import comb
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.organizer.duplicates import MOST_SHOWN, alike, still_alike
from app.organizer.forms import ButtonForm
from app.organizer.lines import Line, lines_of
from app.organizer.merge_form import KeepForm, SideBySideForm
from app.organizer.people import people_of
from app.organizer.routes.desk import Desk, note_reading, open_desk, organizer, show
from app.organizer.routes.registrations import filter_form
from app.organizer.words import STATES
from app.registration import rules
from app.registration.errors import (
    AlreadyEnded,
    KeepTheFirmest,
    LocationFull,
    RegistrationNotFound,
)
from app.registration.queries import desk as queries
from app.registration.queries.merging import (
    MOST_COMPARED,
    apart_among,
    pairs_apart,
    rows_to_compare,
)
from app.registration.service import apart, merging
from app.staff.access import requires

SECTION = "organizer.registrations"
PATH = "/<event>/registrations"


@organizer.get(f"{PATH}/duplicates")
@requires("people.write")
def duplicates(event: str) -> ResponseReturnValue:
    return _found(open_desk(event), None)


@organizer.post(f"{PATH}/duplicates")
@requires("people.write")
def find_duplicates(event: str) -> ResponseReturnValue:
    desk, filters = open_desk(event), filter_form(open_desk(event))
    if not ButtonForm().validate_on_submit() or not filters.validate() or desk.opener is None:
        return _found(desk, None), 422
    rows = rows_to_compare(
        desk.event.id, filters.filters(desk.event.timezone), countries=desk.person.scope
    )
    # Answered at once: what it found is in names, and those stay in this request.
    groups = alike(rows, people_of(rows, desk.event.id, desk.opener))
    alike_ids = {one for group in groups for one in group.ids}
    groups = still_alike(groups, apart_among(desk.event.id, alike_ids))
    note_reading(desk, "people.compared", len(rows))
    shown = groups[:MOST_SHOWN]
    lines = _lines(desk, [one for group in shown for one in group.ids])
    sides = [[lines[one] for one in group.ids if one in lines] for group in shown]
    return _found(desk, list(zip(shown, sides, strict=True)), len(groups) - len(shown), len(rows))


@organizer.get(f"{PATH}/merge")
@requires("people.write")
def merge(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    asked = SideBySideForm(formdata=request.args)
    if not asked.validate():
        return show("bulk_faults.html", desk, SECTION, form=asked), 422
    return _side_by_side(desk, asked)


@organizer.post(f"{PATH}/merge")
@requires("people.write")
def merge_now(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    asked = SideBySideForm(formdata=request.args)
    if not asked.validate():
        return show("bulk_faults.html", desk, SECTION, form=asked), 422
    form = KeepForm(ids=asked.chosen, largest_party=desk.event.max_party_size)
    if not form.validate_on_submit() or not _try(desk, asked, form):
        return _side_by_side(desk, asked, form), 422
    return desk.back(
        "organizer.registration",
        _("They are one sign-up now, and a letter about it is on its way."),
        registration_id=UUID(form.keep.data),
    )


@organizer.post(f"{PATH}/merge/apart")
@requires("people.write")
def tell_apart(event: str) -> ResponseReturnValue:
    """What the button says: they are different people, or that this was a mistake."""
    desk, asked = open_desk(event), SideBySideForm(formdata=request.args)
    if not asked.validate() or not ButtonForm().validate_on_submit():
        return show("bulk_faults.html", desk, SECTION, form=asked), 422
    ids = [line.registration.id for line in _lines_of_all(desk, asked)]
    act = apart.take_back if request.form.get("back") else apart.tell_apart
    act(ids=ids, **desk.acting())
    return desk.back("organizer.merge", ids=asked.address)


def _try(desk: Desk, asked: SideBySideForm, form: KeepForm) -> bool:
    _lines_of_all(desk, asked)
    wanted = merging.Merge(
        event_id=desk.event.id,
        keep=UUID(form.keep.data),
        others=[UUID(one) for one in asked.chosen if one != form.keep.data],
        party_size=form.party_size.size,
    )
    try:
        merging.merge(wanted=wanted, actor=desk.person.actor, now=clock.now())
    except AlreadyEnded:
        form.form_errors.append(_("One of them ended or changed meanwhile. Please look again."))
    except KeepTheFirmest:
        form.keep.errors = [_("Please keep the one that is confirmed, or has a seat.")]
    except LocationFull:
        form.party_size.errors = [_("Too few seats are left there. Nothing was changed.")]
    else:
        return True
    return False


def _lines(desk: Desk, ids: list[UUID]) -> dict[UUID, Line]:
    """Sign-ups that this account may see, as lists show them."""
    rows = queries.registrations_with_ids(desk.event.id, ids, countries=desk.person.scope)
    lines = lines_of(rows, desk.event, desk.opener, desk.language)
    return {line.registration.id: line for line in lines}


def _lines_of_all(desk: Desk, asked: SideBySideForm) -> list[Line]:
    """All that are asked for.

    :raises RegistrationNotFound: when one of them is none that this account may see
    """
    ids = [UUID(one) for one in asked.chosen]
    lines = _lines(desk, ids)
    if len(lines) != len(ids):
        raise RegistrationNotFound
    return [lines[one] for one in ids]


def _side_by_side(desk: Desk, asked: SideBySideForm, form: KeepForm | None = None) -> str:
    lines = _lines_of_all(desk, asked)
    if form is None:
        states = [line.registration.state for line in lines]
        active = [state for state in states if state in rules.CAN_CANCEL]
        first = next(
            (line for line in lines if active and line.registration.state == rules.firmest(active)),
            lines[0],
        )
        form = KeepForm(
            ids=asked.chosen,
            largest_party=desk.event.max_party_size,
            data={
                "keep": str(first.registration.id),
                "party_size": max(line.registration.party_size for line in lines),
            },
        )
    note_reading(desk, "people.compared", len(lines))
    return show(
        "merge.html",
        desk,
        SECTION,
        form=form,
        lines=lines,
        states=STATES,
        here=url_for("organizer.merge_now", event=desk.event.slug, ids=asked.address),
        apart_url=url_for("organizer.tell_apart", event=desk.event.slug, ids=asked.address),
        is_apart=_are_apart(desk, asked),
    )


def _are_apart(desk: Desk, asked: SideBySideForm) -> bool:
    pairs = apart_among(desk.event.id, [UUID(one) for one in asked.chosen])
    return len(pairs) == comb(len(asked.chosen), 2)


def _found(desk: Desk, groups: list[object] | None, more: int = 0, compared: int = 0) -> str:
    filters = filter_form(desk)
    return show(
        "duplicates.html",
        desk,
        SECTION,
        filters=filters,
        chosen=filters.arguments(),
        form=ButtonForm(formdata=None),
        holds_key=desk.opener is not None,
        groups=groups,
        more=more,
        compared=compared,
        apart=pairs_apart(desk.event.id, countries=desk.person.scope),
        most=MOST_COMPARED,
        states=STATES,
    )

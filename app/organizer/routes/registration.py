"""One sign-up: who, where, what happened, and what can be done about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.locations.errors import LocationNotFound
from app.locations.sight import public_view
from app.organizer.dossier import dossier_of
from app.organizer.forms import CancelForm, MoveForm, ResendForm
from app.organizer.routes.desk import Desk, note_reading, open_desk, organizer, show
from app.organizer.routes.moving import destination, found_places
from app.organizer.words import LETTER_STATES, STATES
from app.registration import rules
from app.registration.errors import AlreadyEnded, LocationFull, LocationNotOpen
from app.registration.models import Registration
from app.registration.queries import desk as queries
from app.registration.service import changing
from app.staff.access import requires

Act = Callable[..., None]

SECTION = "organizer.registrations"
PATH = "/<event>/registrations/<reference:registration_id>"


@organizer.get(PATH)
@requires("people.read")
def registration(event: str, registration_id: UUID) -> ResponseReturnValue:
    desk, found = _open(event, registration_id)
    return _page(desk, found)


@organizer.post(f"{PATH}/link")
@requires("people.write")
def resend(event: str, registration_id: UUID) -> ResponseReturnValue:
    desk, found = _open(event, registration_id)
    form = ResendForm(prefix="link")
    if not _try(changing.resend, desk, found, form):
        return _page(desk, found, resend=form), 422
    return _back(desk, found, _("A new link is on its way. The ones sent before no longer work."))


@organizer.post(f"{PATH}/cancel")
@requires("people.write")
def cancel(event: str, registration_id: UUID) -> ResponseReturnValue:
    desk, found = _open(event, registration_id)
    form = CancelForm(prefix="cancel")
    if not _try(changing.cancel, desk, found, form):
        return _page(desk, found, cancel=form), 422
    return _back(desk, found, _("This sign-up is cancelled, and its seats are free."))


@organizer.get(f"{PATH}/move")
@requires("people.write")
def move(event: str, registration_id: UUID) -> ResponseReturnValue:
    desk, found = _open(event, registration_id)
    form = MoveForm(largest_party=desk.event.max_party_size, data={"party_size": found.party_size})
    return _move_page(desk, found, form)


@organizer.post(f"{PATH}/move")
@requires("people.write")
def move_now(event: str, registration_id: UUID) -> ResponseReturnValue:
    desk, found = _open(event, registration_id)
    form = MoveForm(largest_party=desk.event.max_party_size)
    if not form.validate_on_submit() or not _try_to_move(desk, found, form):
        return _move_page(desk, found, form), 422
    return _back(desk, found, _("The change is made, and a letter about it is on its way."))


def _try(act: Act, desk: Desk, found: Registration, form: ResendForm | CancelForm) -> bool:
    if not form.validate_on_submit():
        return False
    try:
        act(registration_id=found.id, actor=desk.person.actor, now=clock.now())
    except AlreadyEnded:
        form.form_errors.append(_ended())
        return False
    return True


def _try_to_move(desk: Desk, found: Registration, form: MoveForm) -> bool:
    try:
        changing.move(
            registration_id=found.id,
            location_id=destination(desk, form.chosen).id,
            party_size=form.party_size.size,
            actor=desk.person.actor,
            now=clock.now(),
        )
    except (LocationNotFound, LocationNotOpen):
        form.code.errors = [_("No open location has this code.")]
    except LocationFull:
        form.party_size.errors = [_("Too few seats are left there. Nothing was changed.")]
    except AlreadyEnded:
        form.form_errors.append(_ended())
    else:
        return True
    return False


def _open(event: str, registration_id: UUID) -> tuple[Desk, Registration]:
    desk = open_desk(event)
    scope = desk.person.scope
    return desk, queries.get_registration(desk.event.id, registration_id, countries=scope)


def _page(desk: Desk, found: Registration, **forms: Any) -> str:
    forms = {
        "resend": ResendForm(formdata=None, prefix="link"),
        "cancel": CancelForm(formdata=None, prefix="cancel"),
    } | forms
    may_write = desk.person.may("people.write")
    note_reading(desk, "people.opened", 1, found.id)
    return show(
        "registration.html",
        desk,
        SECTION,
        registration=found,
        dossier=dossier_of(found, desk.event, desk.person, desk.language),
        states=STATES,
        letter_states=LETTER_STATES,
        may_change=may_write and found.state in rules.CAN_CHANGE,
        may_cancel=may_write and found.state in rules.CAN_CANCEL,
        forms=forms,
    )


def _move_page(desk: Desk, found: Registration, form: MoveForm) -> str:
    return show(
        "move.html",
        desk,
        SECTION,
        registration=found,
        place=public_view(found.location, desk.language),
        form=form,
        **found_places(desk),
    )


def _ended() -> str:
    return str(_("This sign-up ended or changed meanwhile. Please look again."))


def _back(desk: Desk, found: Registration, told: str) -> Response:
    return desk.back("organizer.registration", told, registration_id=found.id)

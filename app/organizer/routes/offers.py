"""Offered locations: what waits for a decision, and the decision."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.hosting import queries
from app.hosting.errors import ApprovedByYou, NotWaiting
from app.hosting.models import Host
from app.hosting.service import deciding, keeping
from app.locations.models import LocationState
from app.organizer.forms import ButtonForm, WordsForm
from app.organizer.offers import lines_of, sheet_of
from app.organizer.routes.desk import Desk, Kind, note_reading, open_desk, organizer, show
from app.organizer.words import LOCATION_STATES
from app.staff.access import requires

SECTION = "organizer.offers"
PATH = "/<event>/offers/<reference:host_id>"


@organizer.get("/<event>/offers")
@requires("offers.read")
def offers(event: str) -> ResponseReturnValue:
    desk, wanted = open_desk(event), request.args.get("state", "")
    state = LocationState(wanted) if wanted in set(LocationState) else None
    page = queries.page_of_offers(
        desk.event.id, state, countries=desk.person.scope, older=request.args.get("older")
    )
    return show(
        "offers.html",
        desk,
        SECTION,
        lines=lines_of(page.rows, desk.language),
        older=page.older,
        state=state,
        states=LOCATION_STATES,
        may_set=desk.person.may("team.write"),
        button_form=ButtonForm(formdata=None),
    )


@organizer.post("/<event>/offers/approvals")
@requires("team.write")
def home_approvals(event: str) -> ResponseReturnValue:
    desk, two = open_desk(event), request.form.get("approvals") == "2"
    deciding.set_home_approvals(approvals=2 if two else 1, **desk.acting())
    return desk.back(
        SECTION,
        _("Homes need two people's approval now.")
        if two
        else _("One person's approval is enough now."),
    )


@organizer.get(PATH)
@requires("offers.read")
def offer(event: str, host_id: UUID) -> ResponseReturnValue:
    desk, host = _open(event, host_id)
    return _page(desk, host)


@organizer.post(f"{PATH}/approve")
@requires("offers.write")
def approve(event: str, host_id: UUID) -> ResponseReturnValue:
    desk, host = _open(event, host_id)
    try:
        is_open = deciding.approve(host_id=host.id, actor=desk.person.actor, now=clock.now())
    except ApprovedByYou:
        return _back(
            desk,
            host_id,
            _("You have approved it already. Homes need somebody else's approval, too."),
            "warn",
        )
    except NotWaiting:
        return _back(desk, host_id, _decided(), "warn")
    told = _("The location is open, and its host gets a letter.")
    return _back(
        desk, host_id, told if is_open else _("Your approval counts. One more person must approve.")
    )


@organizer.post(f"{PATH}/reject")
@requires("offers.write")
def reject(event: str, host_id: UUID) -> ResponseReturnValue:
    def act(desk: Desk, host: Host, words: str) -> None:
        deciding.reject(host_id=host.id, reason=words, actor=desk.person.actor, now=clock.now())

    return _answer(event, host_id, "reject", act, _("The host gets your answer by mail."))


@organizer.post(f"{PATH}/ask")
@requires("offers.write")
def ask_back(event: str, host_id: UUID) -> ResponseReturnValue:
    def act(desk: Desk, host: Host, words: str) -> None:
        deciding.ask_back(host_id=host.id, question=words, actor=desk.person.actor, now=clock.now())

    return _answer(event, host_id, "ask", act, _("The host gets your question by mail."))


@organizer.post(f"{PATH}/trust")
@requires("offers.write")
def trust(event: str, host_id: UUID) -> ResponseReturnValue:
    desk, host = _open(event, host_id)
    trusted = request.form.get("trusted") == "yes"
    deciding.trust(host_id=host.id, actor=desk.person.actor, trusted=trusted, now=clock.now())
    return _back(
        desk,
        host_id,
        _("Further offers from this address open at once.")
        if trusted
        else _("Further offers from this address wait for a decision."),
    )


@organizer.post(f"{PATH}/link")
@requires("offers.write")
def resend_host_link(event: str, host_id: UUID) -> ResponseReturnValue:
    desk, host = _open(event, host_id)
    keeping.resend_link(host_id=host.id, actor=desk.person.actor, now=clock.now())
    return _back(desk, host_id, _("A new link is on its way. The ones sent before no longer work."))


def _answer(
    event: str, host_id: UUID, name: str, act: Callable[[Desk, Host, str], None], told: str
) -> ResponseReturnValue:
    desk, host = _open(event, host_id)
    form = WordsForm(prefix=name)
    if not form.validate_on_submit():
        return _page(desk, host, **{name: form}), 422
    try:
        act(desk, host, form.words.data)
    except NotWaiting:
        return _back(desk, host_id, _decided(), "warn")
    return _back(desk, host_id, told)


def _open(event: str, host_id: UUID) -> tuple[Desk, Host]:
    desk = open_desk(event)
    return desk, queries.get_offer(desk.event.id, host_id, countries=desk.person.scope)


def _page(desk: Desk, host: Host, **forms: Any) -> str:
    note_reading(desk, "host.opened", 1, host.id)
    return show(
        "offer.html",
        desk,
        SECTION,
        sheet=sheet_of(host, desk.person, desk.opener, desk.language),
        states=LOCATION_STATES,
        may_decide=desk.person.may("offers.write") and host.location.state == LocationState.PROVEN,
        may_write=desk.person.may("offers.write"),
        holds_key=desk.opener is not None,
        button_form=ButtonForm(formdata=None),
        forms={
            "reject": WordsForm(formdata=None, prefix="reject"),
            "ask": WordsForm(formdata=None, prefix="ask"),
        }
        | forms,
    )


def _decided() -> str:
    return str(_("This offer was decided meanwhile, or its address is not proven yet."))


def _back(desk: Desk, host_id: UUID, told: object, kind: Kind = "good") -> Response:
    return desk.back("organizer.offer", told, kind, host_id=host_id)

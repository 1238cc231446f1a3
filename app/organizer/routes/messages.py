"""Messages from people who watch: the queue, and what is decided about each."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.gazetteer.countries import country_name
from app.messages import queries, service
from app.messages.errors import WrongDecision
from app.messages.rules import Decision, MessageState, host_of
from app.messages.senders import wall_key
from app.organizer.forms import ButtonForm
from app.organizer.message_forms import WallForm, wall_form
from app.organizer.routes.desk import Desk, Kind, open_desk, organizer, show
from app.organizer.words import DECISIONS, MESSAGE_STATES, SOMEBODY_WAS_FASTER, WATCHERS_SEE_IT
from app.staff.access import requires

SECTION = "organizer.messages"
MOST_PAGES = 500


@organizer.get("/<event>/messages")
@requires("messages.write")
def messages(event: str) -> ResponseReturnValue:
    desk, state = open_desk(event), _state(request.args.get("state", ""))
    page = min(max(request.args.get("page", 1, int), 1), MOST_PAGES)
    rows, has_more = queries.page_of_messages(desk.event.id, state, page)
    wall = queries.find_wall(desk.event.id)
    return show(
        "messages.html",
        desk,
        SECTION,
        rows=rows,
        host_of=host_of,
        countries={one.country: country_name(one.country, desk.language) for one in rows},
        page=page,
        has_more=has_more,
        state=state,
        states=MESSAGE_STATES,
        counts=queries.count_by_state(desk.event.id),
        wall=wall,
        wall_key=None if wall and wall.is_public else wall_key(desk.event),
        wall_form=wall_form(wall),
        silenced=queries.silenced_in(desk.event.id),
        button_form=ButtonForm(formdata=None),
    )


@organizer.post("/<event>/messages/<uuid:message_id>/decide")
@requires("messages.write")
def decide_message(event: str, message_id: UUID) -> ResponseReturnValue:
    desk, wanted = open_desk(event), request.form.get("to", "")
    try:
        decision = Decision(wanted)
        service.decide(message_id=message_id, decision=decision, **desk.acting())
    except (ValueError, WrongDecision):
        return _back(desk, SOMEBODY_WAS_FASTER, "warn")
    return _back(desk, DECISIONS[decision])


@organizer.post("/<event>/messages/<uuid:message_id>/silence")
@requires("messages.write")
def silence_sender(event: str, message_id: UUID) -> ResponseReturnValue:
    desk = open_desk(event)
    service.silence(message_id=message_id, **desk.acting())
    return _back(desk, _("No more is taken from this sender, and nothing of theirs is shown."))


@organizer.post("/<event>/messages/speak")
@requires("messages.write")
def let_speak(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    try:
        tag = bytes.fromhex(request.form.get("sender", ""))
    except ValueError:
        tag = b""
    service.let_speak(sender_tag=tag, **desk.acting())
    return _back(desk, _("Messages of this sender are taken again."))


@organizer.post("/<event>/messages/wall")
@requires("messages.write")
def arrange_wall(event: str) -> ResponseReturnValue:
    desk, form = open_desk(event), WallForm(prefix="wall")
    service.arrange(takes=form.takes.data, is_public=form.is_public.data, **desk.acting())
    return _back(desk, WATCHERS_SEE_IT)


def _state(wanted: str) -> MessageState:
    return MessageState(wanted) if wanted in MESSAGE_STATES else MessageState.WAITING


def _back(desk: Desk, told: object, kind: Kind = "good") -> Response:
    state = _state(request.form.get("state", ""))
    shown = None if state == MessageState.WAITING else state
    return desk.back(SECTION, told, kind, state=shown, _anchor="queue")

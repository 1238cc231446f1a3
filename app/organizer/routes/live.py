"""The live desk: one button for each turn of the broadcast, its streams, messages and numbers."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.livestream import queries
from app.livestream.errors import FolderTaken, NoViewerNamed, StillOnAir, WrongTurn
from app.livestream.health import ON_STAGE
from app.livestream.models import Broadcast
from app.livestream.picture import PATH as TEST_PICTURE
from app.livestream.rules import BroadcastState
from app.livestream.service import blocking, directing
from app.livestream.words import ROLES
from app.organizer.forms import ButtonForm
from app.organizer.live import (
    BUTTONS,
    MEANINGS,
    STATES,
    can_freeze,
    is_watched,
    log_lines,
    source_lines,
    turns_from,
)
from app.organizer.live_forms import (
    ArrangeForm,
    BlockForm,
    NumberForm,
    StreamForm,
    arranged,
    notice_form,
)
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.organizer.words import SOMEBODY_WAS_FASTER, WATCHERS_SEE_IT
from app.staff.access import requires

SECTION = "organizer.live"


@organizer.get("/<event>/live")
@requires("live.write")
def live(event: str) -> ResponseReturnValue:
    return _page(open_desk(event))


@organizer.post("/<event>/live/state")
@requires("live.write")
def change_state(event: str) -> ResponseReturnValue:
    desk, wanted = open_desk(event), request.form.get("to", "")
    try:
        to = BroadcastState(wanted)
        directing.change_state(to=to, **desk.acting())
    except (ValueError, WrongTurn):
        return desk.back(
            SECTION,
            SOMEBODY_WAS_FASTER,
            "warn",
        )
    return desk.back(SECTION, WATCHERS_SEE_IT)


@organizer.post("/<event>/live/streams/<int:stream_id>/on-air")
@requires("live.write")
def put_on_air(event: str, stream_id: int) -> ResponseReturnValue:
    desk = open_desk(event)
    directing.put_on_air(stream_id=stream_id, **desk.acting())
    return desk.back(SECTION, WATCHERS_SEE_IT)


@organizer.post("/<event>/live/arrange")
@requires("live.write")
def arrange_live(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    form = ArrangeForm(zone=desk.event.timezone, prefix="arrange")
    if not form.validate_on_submit():
        return _page(desk, arrange=form), 422
    directing.arrange(
        door_opens_at=form.door(),
        switches_itself=form.switches_itself.data,
        screens_per_link=form.screens(),
        **desk.acting(),
    )
    return desk.back(SECTION, WATCHERS_SEE_IT)


@organizer.post("/<event>/live/streams")
@requires("live.write")
def add_stream(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    form = StreamForm(languages=desk.event.languages, prefix="stream")
    if not form.validate_on_submit():
        return _page(desk, stream=form), 422
    try:
        directing.add_stream(new=form.stream(), **desk.acting())
    except FolderTaken:
        form.path.errors = [_("There is a stream of this folder already.")]
        return _page(desk, stream=form), 422
    return desk.back(SECTION, _("The stream is added."))


@organizer.post("/<event>/live/streams/<int:stream_id>/remove")
@requires("live.write")
def remove_stream(event: str, stream_id: int) -> ResponseReturnValue:
    desk = open_desk(event)
    try:
        directing.remove_stream(stream_id=stream_id, **desk.acting())
    except StillOnAir:
        return desk.back(SECTION, _("It is on air. Put another stream on air first."), "warn")
    return desk.back(SECTION, _("The stream is removed."))


@organizer.post("/<event>/live/notices")
@requires("live.write")
def post_notice(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    form = notice_form(desk.event.languages, prefix="notice")
    if not form.validate_on_submit():
        return _page(desk, notice=form), 422
    directing.post_notice(urgent=form.urgent.data, texts=form.texts(), **desk.acting())
    return desk.back(SECTION, WATCHERS_SEE_IT)


@organizer.post("/<event>/live/notices/<uuid:notice_id>/end")
@requires("live.write")
def end_notice(event: str, notice_id: UUID) -> ResponseReturnValue:
    desk = open_desk(event)
    directing.end_notice(notice_id=notice_id, **desk.acting())
    return desk.back(SECTION, _("The message is gone."))


@organizer.post("/<event>/live/numbers")
@requires("live.write")
def add_number(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    form = NumberForm(languages=desk.event.languages, shown_in=desk.language, prefix="number")
    if not form.validate_on_submit():
        return _page(desk, number=form), 422
    directing.add_number(
        country=form.country.data,
        number=form.number.data,
        code=form.code.data or "",
        language=form.language.data,
        **desk.acting(),
    )
    return desk.back(SECTION, _("The number is added."))


@organizer.post("/<event>/live/numbers/<int:number_id>/remove")
@requires("live.write")
def remove_number(event: str, number_id: int) -> ResponseReturnValue:
    desk = open_desk(event)
    directing.remove_number(number_id=number_id, **desk.acting())
    return desk.back(SECTION, _("The number is removed."))


@organizer.post("/<event>/live/blocked")
@requires("live.write")
def block_viewer(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    form = BlockForm(prefix="block")
    if not form.validate_on_submit():
        return _page(desk, block=form), 422
    try:
        blocking.block(pasted=form.link.data, **desk.acting())
    except NoViewerNamed:
        form.link.errors = [_("This is no link of this event. Please paste the whole address.")]
        return _page(desk, block=form), 422
    return desk.back(SECTION, _("The picture is closed for this link."))


@organizer.post("/<event>/live/blocked/<viewer>/open")
@requires("live.write")
def unblock_viewer(event: str, viewer: str) -> ResponseReturnValue:
    desk = open_desk(event)
    blocking.unblock(viewer=viewer, **desk.acting())
    return desk.back(SECTION, _("The picture is open for it again."))


def _page(desk: Desk, **given: Any) -> str:
    event, broadcast, now = desk.event, queries.find_told(desk.event.id), clock.now()
    state = broadcast.state if broadcast else BroadcastState.SCHEDULED
    streams = queries.streams_of(event.id)
    return show(
        "live.html",
        desk,
        SECTION,
        state=state,
        states=STATES,
        since=broadcast.since if broadcast else None,
        on_air=broadcast.stream_id if broadcast else None,
        turns=[(to, BUTTONS[to], MEANINGS[to]) for to in turns_from(state, streams)],
        streams=streams,
        sources=source_lines(streams, now),
        unwatched=state in ON_STAGE and can_freeze(streams) and not is_watched(now),
        roles=ROLES,
        notices=broadcast.notices if broadcast else (),
        numbers=broadcast.numbers if broadcast else (),
        blocked=queries.blocked_in(event.id),
        lines=log_lines(event.id),
        forms=_forms(desk, broadcast) | given,
        button_form=ButtonForm(formdata=None),
        test_picture=TEST_PICTURE,
    )


def _forms(desk: Desk, broadcast: Broadcast | None) -> dict[str, Any]:
    """Every form of the page, as nobody has filled it in yet."""
    event, blank = desk.event, {"formdata": None}
    zone = event.timezone
    return {
        "arrange": ArrangeForm(
            zone=zone, prefix="arrange", data=arranged(broadcast, zone), **blank
        ),
        "block": BlockForm(prefix="block", **blank),
        "stream": StreamForm(languages=event.languages, prefix="stream", **blank),
        "notice": notice_form(event.languages, prefix="notice", **blank),
        "number": NumberForm(
            languages=event.languages, shown_in=desk.language, prefix="number", **blank
        ),
    }

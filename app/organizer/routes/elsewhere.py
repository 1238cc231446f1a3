"""Videos elsewhere that watchers may choose: offered and taken away before and on the day."""

from flask import current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.livestream import queries
from app.livestream.elsewhere import Elsewhere
from app.livestream.errors import TooManyPlayers
from app.livestream.service.elsewhere import add_elsewhere, remove_elsewhere
from app.organizer.elsewhere_form import ElsewhereForm
from app.organizer.forms import ButtonForm
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.organizer.words import WATCHERS_SEE_IT
from app.staff.access import requires
from app.web.headers import player_hosts
from app.web.languages import own_name


@organizer.get("/<event>/live/elsewhere")
@requires("live.write")
def elsewhere(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    return _page(desk, _form(desk, formdata=None))


@organizer.post("/<event>/live/elsewhere")
@requires("live.write")
def offer_elsewhere(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    form = _form(desk)
    video = form.video() if form.validate_on_submit() else None
    if video is None:
        return _page(desk, form), 422
    try:
        add_elsewhere(video=video, **desk.acting())
    except TooManyPlayers:
        form.address.errors = [_("There are too many. Please remove one first.")]
        return _page(desk, form), 422
    return desk.back("organizer.elsewhere", WATCHERS_SEE_IT)


@organizer.post("/<event>/live/elsewhere/<host>/<video>/remove")
@requires("live.write")
def withdraw_elsewhere(event: str, host: str, video: str) -> ResponseReturnValue:
    desk, now = open_desk(event), clock.now()
    remove_elsewhere(
        event_id=desk.event.id, host=host, video=video, actor=desk.person.actor, now=now
    )
    return desk.back("organizer.elsewhere", WATCHERS_SEE_IT)


def _page(desk: Desk, form: ElsewhereForm) -> str:
    broadcast = queries.find_broadcast(desk.event.id)
    offered = [Elsewhere(**one) for one in broadcast.elsewhere] if broadcast else []
    return show(
        "elsewhere.html",
        desk,
        "organizer.live",
        videos=[(one, own_name(one.language)) for one in offered],
        hosts=player_hosts(current_app),
        form=form,
        button_form=ButtonForm(formdata=None),
    )


def _form(desk: Desk, **given: None) -> ElsewhereForm:
    hosts = player_hosts(current_app)
    return ElsewhereForm(languages=desk.event.languages, hosts=hosts, **given)

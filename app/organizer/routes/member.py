"""As what one of the team works for the event, and for which part of the world."""

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.gazetteer.queries import has_region
from app.organizer import service
from app.organizer.forms import PostForm
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.organizer.routes.team import SECTION
from app.organizer.team import MemberLine, find_member
from app.staff import rules
from app.staff import service as staff
from app.staff.access import requires
from app.staff.errors import LastKey, LastOwner

PATH = "/<event>/team/<int:organizer_id>"


@organizer.get(PATH)
@requires("team.write")
def member(event: str, organizer_id: int) -> ResponseReturnValue:
    desk, line = _open(event, organizer_id)
    form = _form(desk, formdata=None, data={"role": line.role.value})
    form.scope.fill(line.scope)
    return _page(desk, line, form)


@organizer.post(PATH)
@requires("team.write")
def change_member(event: str, organizer_id: int) -> ResponseReturnValue:
    desk, line = _open(event, organizer_id)
    form = _form(desk)
    if not form.validate_on_submit():
        return _page(desk, line, form), 422
    try:
        lacks_key = staff.change_post(
            actor=desk.person,
            organizer_id=organizer_id,
            event=desk.event_key,
            post=form.post,
            now=clock.now(),
        )
    except LastOwner:
        form.role.errors = [_("Somebody must lead the team: make another owner first.")]
        return _page(desk, line, form), 422
    except LastKey:
        form.role.errors = [_("No other owner holds the key to names: give it to one first.")]
        return _page(desk, line, form), 422
    if line.is_reader and form.role.data != rules.OWNER:
        return redirect(url_for("organizer.home"), 303)
    if lacks_key:
        return desk.back(SECTION, _("Changed. To see names, they need the key from you."), "warn")
    return desk.back(SECTION, _("Changed. It holds from their next click on."))


def _open(event: str, organizer_id: int) -> tuple[Desk, MemberLine]:
    desk = open_desk(event)
    return desk, find_member(desk.person, desk.event, organizer_id, desk.language) or abort(404)


def _form(desk: Desk, **arguments: object) -> PostForm:
    return PostForm(shown_in=desk.language, is_region=has_region, **arguments)


def _page(desk: Desk, line: MemberLine, form: PostForm) -> str:
    # A line about the GET, as in a log, and no state.
    service.note_team_opened(
        event_id=desk.event.id,
        person=desk.person,
        names=int(bool(line.address) and not line.is_reader),
        now=clock.now(),
    )
    return show("member.html", desk, SECTION, member=line, form=form)

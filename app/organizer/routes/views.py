"""Filters and columns of the list, kept under a name."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.organizer import views
from app.organizer.errors import TooManyViews
from app.organizer.forms import ButtonForm
from app.organizer.list_form import ViewForm
from app.organizer.routes.desk import open_desk, organizer, show
from app.organizer.routes.registrations import filter_form
from app.staff.access import requires

PATH = "/<event>/registrations/views"
SECTION = "organizer.registrations"


@organizer.post(PATH)
@requires("people.read")
def keep_view(event: str) -> ResponseReturnValue:
    desk, form = open_desk(event), ViewForm()
    filters = filter_form(desk)
    if not filters.validate():
        return show("bulk_faults.html", desk, SECTION, form=filters), 422
    address: dict[str, Any] = filters.address()
    try:
        if form.validate_on_submit():
            kept = views.Kept(form.name.data, address, form.shared.data)
            views.keep(event_id=desk.event.id, person=desk.person, kept=kept, now=clock.now())
            return desk.back("organizer.registrations", **address)
    except TooManyViews:
        form.name.errors = [_("You keep 30 views already. Please remove one first.")]
    return show("bulk_faults.html", desk, SECTION, form=form), 422


@organizer.post(f"{PATH}/<int:view_id>/remove")
@requires("people.read")
def remove_view(event: str, view_id: int) -> ResponseReturnValue:
    desk = open_desk(event)
    if ButtonForm().validate_on_submit():
        views.remove(event_id=desk.event.id, view_id=view_id, person=desk.person, now=clock.now())
    return desk.back("organizer.registrations")

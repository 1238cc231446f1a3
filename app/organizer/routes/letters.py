"""Letters: what waits, what left, what failed and why."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app import clock
from app.audit import log
from app.mail import queries, service
from app.organizer.forms import ButtonForm
from app.organizer.routes.desk import open_desk, organizer, show
from app.organizer.words import LETTER_STATES, letter_name
from app.staff.access import requires
from app.web.formats import page_digits

SECTION = "organizer.mail"


@organizer.get("/<event>/mail")
@requires("mail.write")
def mail(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    page = queries.page_of_failed(desk.event.id, cursor=request.args.get("older"))
    return show(
        "mail.html",
        desk,
        SECTION,
        form=ButtonForm(),
        counts=queries.count_by_state(desk.event.id),
        oldest_due=queries.find_oldest_due(clock.now()),
        states=LETTER_STATES,
        page=page,
        names={row.kind: letter_name(row.kind) for row in page.rows},
    )


@organizer.post("/<event>/mail/retry")
@requires("mail.write")
def retry_all(event: str) -> ResponseReturnValue:
    return _retry(event, None)


@organizer.post("/<event>/mail/<uuid:letter_id>/retry")
@requires("mail.write")
def retry(event: str, letter_id: UUID) -> ResponseReturnValue:
    return _retry(event, [letter_id])


def _retry(event: str, ids: list[UUID] | None) -> Response:
    desk = open_desk(event)
    again = service.retry_failed(
        actor=log.organizer(desk.person.id), now=clock.now(), event_id=desk.event.id, ids=ids
    )
    if again:
        told = ngettext("%(num)s letter is tried again.", "%(num)s letters are tried again.", again)
        flash(page_digits(told), "good")
    else:
        flash(_("No letter was left to try again."), "warn")
    return redirect(url_for(SECTION, event=event), 303)

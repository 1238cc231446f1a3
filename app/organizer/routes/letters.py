"""Letters: what waits, what left, what failed and why."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app import clock
from app.mail import health, pacing, queries, rules, service
from app.organizer import service as organizing
from app.organizer.forms import ButtonForm
from app.organizer.routes.desk import open_desk, organizer, show
from app.organizer.small_counts import in_tens
from app.organizer.words import LETTER_STATES, letter_name
from app.staff.access import requires
from app.web.formats import page_digits

SECTION = "organizer.mail"


@organizer.get("/<event>/mail")
@requires("mail.write")
def mail(event: str) -> ResponseReturnValue:
    desk, now = open_desk(event), clock.now()
    figures = health.health_of(desk.event.id, now)
    resting = queries.resting_domains(now) if figures.resting else frozenset()
    page = queries.page_of_failed(desk.event.id, cursor=request.args.get("older"))
    return show(
        "mail.html",
        desk,
        SECTION,
        form=ButtonForm(),
        health=figures,
        most=health.MOST,
        providers=queries.by_provider(desk.event.id, resting, now),
        holds_key=desk.opener is not None,
        shown=int if desk.opener else in_tens,
        budget=_budget(figures.spent, now),
        states=LETTER_STATES,
        page=page,
        names={row.kind: letter_name(row.kind) for row in page.rows},
    )


@organizer.post("/<event>/mail/neutral")
@requires("mail.write")
def neutral_letters(event: str) -> ResponseReturnValue:
    desk, wanted = open_desk(event), request.form.get("wanted") == "yes"
    organizing.choose_letters(neutral=wanted, **desk.acting())
    return desk.back(SECTION, _("Kept."))


@organizer.post("/<event>/mail/retry")
@requires("mail.write")
def retry_all(event: str) -> ResponseReturnValue:
    return _retry(event, None)


@organizer.post("/<event>/mail/<reference:letter_id>/retry")
@requires("mail.write")
def retry(event: str, letter_id: UUID) -> ResponseReturnValue:
    return _retry(event, [letter_id])


def _budget(spent: int, now: datetime) -> dict[str, Any] | None:
    """What of this hour's budget is used; None where there is none."""
    per_hour = current_app.extensions["mail_limits"].per_hour
    if not per_hour:
        return None
    return {
        "per_hour": per_hour,
        "spent": spent,
        "holds_back": not rules.has_budget(spent, per_hour, bulk=True),
        "next": pacing.next_hour(now),
    }


def _retry(event: str, ids: list[UUID] | None) -> Response:
    desk = open_desk(event)
    again = service.retry_failed(ids=ids, **desk.acting())
    if not again:
        return desk.back(SECTION, _("No letter was left to try again."), "warn")
    told = ngettext("%(num)s letter is tried again.", "%(num)s letters are tried again.", again)
    return desk.back(SECTION, page_digits(told))

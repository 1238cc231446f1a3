"""The log: who did what, and who looked."""

from dataclasses import replace
from typing import NamedTuple

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import clock
from app.audit import queries
from app.audit.log import OPERATOR
from app.audit.log import organizer as organizer_actor
from app.audit.models import AuditEntry
from app.organizer import service
from app.organizer.log_form import LogForm
from app.organizer.log_words import act_of, more_of, role_of
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.organizer.team import addresses_of_team
from app.organizer.words import actor_name
from app.staff import rules, teams
from app.staff.access import requires
from app.web.formats import page_digits
from app.web.pagination import Page

SECTION = "organizer.log"


class LogLine(NamedTuple):
    """One entry in words."""

    entry: AuditEntry
    who: str
    role: str
    what: str
    more: str
    url: str
    """What it was about; '' where there is no page of it."""


@organizer.get("/<event>/log")
@requires("log.own")
def log(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    reads_all = desk.person.may(rules.LOG_READ)
    people = _people(desk) if reads_all else {}
    others = sum("@" in name for number, name in people.items() if number != desk.person.id)
    # A line about the GET, as in a log, and no state.
    service.note_log_read(event_id=desk.event.id, person=desk.person, names=others, now=clock.now())
    form = LogForm(formdata=request.args, people=people)
    if not form.validate():
        return _page(desk, form, Page(()), people), 422
    members = [str(organizer_actor(number)) for number in teams.ever_members_of(desk.event.id)]
    wanted = replace(form.wanted(desk.event.timezone), team=(*members, OPERATOR))
    if not reads_all:
        wanted = replace(wanted, actor=str(desk.person.actor))
    page = queries.page_of_entries(desk.event.id, wanted, older=request.args.get("older"))
    return _page(desk, form, page, people)


def _page(desk: Desk, form: LogForm, page: Page[AuditEntry], people: dict[int, str]) -> str:
    return show(
        "log.html",
        desk,
        SECTION,
        form=form,
        chosen=form.arguments(),
        lines=[_line(desk, entry, people) for entry in page.rows],
        older=page.older,
        reads_all=desk.person.may(rules.LOG_READ),
    )


def _people(desk: Desk) -> dict[int, str]:
    """Everybody who ever worked here by number: by address where it can be opened."""
    addresses = addresses_of_team(desk.person, desk.event)
    addresses[desk.person.id] = desk.person.label
    return {
        number: addresses.get(number) or str(_("organizer %(number)s", number=page_digits(number)))
        for number in teams.ever_members_of(desk.event.id)
    }


def _line(desk: Desk, entry: AuditEntry, people: dict[int, str]) -> LogLine:
    number = entry.actor.partition(":")[2]
    is_other = number.isdecimal() and int(number) != desk.person.id
    who = people.get(int(number)) if is_other else None
    return LogLine(
        entry=entry,
        who=who or actor_name(entry.actor, desk.person.id),
        role=role_of(entry),
        what=act_of(entry),
        more=more_of(entry, desk.language),
        url=_url(desk, entry),
    )


def _url(desk: Desk, entry: AuditEntry) -> str:
    room, slug = entry.action.partition(".")[0], desk.event.slug
    if entry.about_id is None:
        return ""
    if room in ("registration", "people") and desk.person.may(rules.PEOPLE_READ):
        return url_for("organizer.registration", event=slug, registration_id=entry.about_id)
    is_host = room == "host" or entry.action == "location.opened"
    if is_host and desk.person.may(rules.OFFERS_READ):
        return url_for("organizer.offer", event=slug, host_id=entry.about_id)
    return ""

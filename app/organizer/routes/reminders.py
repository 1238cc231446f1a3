"""Which reminders an event sends, and what has become of them."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.mail.batches import count_batches
from app.organizer.announced import progress_of
from app.organizer.forms import ButtonForm
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.organizer.words import REMINDERS
from app.reminders import queries, rules, service
from app.staff.access import requires
from app.web.formats import page_digits

SECTION = "organizer.announcements"


@organizer.get("/<event>/reminders")
@requires("mail.write")
def reminders(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    return show("reminders.html", desk, SECTION, form=ButtonForm(), lines=_lines(desk))


@organizer.post("/<event>/reminders/choose")
@requires("mail.write")
def choose_reminders(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    chosen = [one for one in rules.CHOICES if one in request.form.getlist("reminders")]
    service.choose(reminders=chosen, **desk.acting())
    return desk.back("organizer.reminders", _("Kept."))


@organizer.post("/<event>/reminders/live")
@requires("mail.write")
def say_stream_is_on(event: str) -> ResponseReturnValue:
    desk = open_desk(event)
    number = service.say_stream_is_on(**desk.acting())
    told = ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", number)
    return desk.back("organizer.reminders", page_digits(told), "good" if number else "warn")


def _lines(desk: Desk) -> list[dict[str, Any]]:
    event, chosen = desk.event, queries.reminders_of(desk.event.id)
    batches = {one: rules.batch_of(event.id, one, event.starts_at) for one in rules.Reminder}
    counts = count_batches(list(batches.values()))
    return [
        {
            "name": one.value,
            "words": REMINDERS[one],
            "chosen": one in chosen,
            "due": rules.due_at(one, event.starts_at, event.timezone)
            if one in rules.BY_THE_CLOCK
            else None,
            "progress": progress_of(counts[batches[one]]),
        }
        for one in rules.Reminder
    ]

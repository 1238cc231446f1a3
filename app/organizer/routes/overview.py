"""The event in numbers."""

from datetime import datetime, timedelta

from flask.typing import ResponseReturnValue

from app import clock
from app.audit import queries as audit
from app.audit.models import AuditEntry
from app.mail import queries as mail
from app.organizer.overview import overview_of
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.organizer.service import MANY_OPENED
from app.staff.access import requires
from app.staff.rules import LOG_READ

NOTICED_FOR = timedelta(days=3)


@organizer.get("/<event>/")
@requires("numbers.read")
def overview(event: str) -> ResponseReturnValue:
    desk, now = open_desk(event), clock.now()
    return show(
        "overview.html",
        desk,
        "organizer.overview",
        numbers=overview_of(desk.event, desk.person.scope, desk.language, now),
        mail=_mail_health(desk, now),
        may_read_people=desk.person.may("people.read"),
        may_write_mail=desk.person.may("mail.write"),
        many_opened=_unusual_reading(desk, now),
    )


def _unusual_reading(desk: Desk, now: datetime) -> list[AuditEntry]:
    """Whoever opened unusually many names lately, for those who may read the log."""
    if not desk.person.may(LOG_READ):
        return []
    found = audit.entries_since(desk.event.id, MANY_OPENED, now - NOTICED_FOR)
    return list({entry.actor: entry for entry in found}.values())


def _mail_health(desk: Desk, now: datetime) -> dict[str, object] | None:
    # Letters belong to no country, so whoever sees only some countries sees no letters.
    if desk.person.scope:
        return None
    return {
        "letters": mail.count_by_state(desk.event.id),
        "oldest_due": mail.find_oldest_due(now),
    }

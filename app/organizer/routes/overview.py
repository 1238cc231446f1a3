"""The event in numbers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask.typing import ResponseReturnValue

from app import clock
from app.audit import queries as audit
from app.audit.models import AuditEntry
from app.hosting import queries as hosting
from app.locations import snapshot as location_snapshot
from app.mail.health import MOST, Unsent, unsent_of
from app.organizer.figures import figures_of
from app.organizer.overview import overview_of
from app.organizer.routes.desk import Desk, open_desk, organizer, show
from app.organizer.service import MANY_OPENED
from app.organizer.world import spots_of
from app.staff.access import requires
from app.staff.rules import LOG_READ, PEOPLE_READ, PEOPLE_WRITE
from app.web.assets import land_path

WEBHOOK_OFF = "webhook.turned_off"
WEBHOOK_ACTS = (WEBHOOK_OFF, "webhook.turned_on", "webhook.removed")
NOTICED_FOR = timedelta(days=3)


@organizer.get("/<event>/")
@requires("numbers.read")
def overview(event: str) -> ResponseReturnValue:
    desk, now = open_desk(event), clock.now()
    figures = figures_of(desk.event, desk.person, now)
    numbers = overview_of(desk.event, figures, desk.language, now)
    return show(
        "overview.html",
        desk,
        "organizer.overview",
        numbers=numbers,
        spots=spots_of(numbers.by_country, location_snapshot.finder(desk.event.id, now).middles),
        land=land_path(),
        mail=_unsent(desk, now),
        most=MOST,
        decisions=_decisions(desk),
        counted_at=figures.at,
        may_read_people=desk.person.may(PEOPLE_READ),
        may_write_mail=desk.person.may("mail.write"),
        **_noticed(desk, now),
    )


def _noticed(desk: Desk, now: datetime) -> dict[str, object]:
    """What owners should know of the last days: unusual reading, and webhooks turned off."""
    if not desk.person.may(LOG_READ):
        return {"many_opened": [], "webhook_off": False}
    found = audit.entries_since(desk.event.id, (MANY_OPENED, *WEBHOOK_ACTS), now - NOTICED_FOR)
    return {
        "many_opened": list({e.actor: e for e in found if e.action == MANY_OPENED}.values()),
        "webhook_off": _is_off(found),
    }


def _is_off(found: Sequence[AuditEntry]) -> bool:
    """Whether a webhook was turned off by its failures and neither turned on nor removed since."""
    latest = {
        entry.detail["webhook"]: entry.action
        for entry in reversed(found)
        if entry.action in WEBHOOK_ACTS
    }
    return WEBHOOK_OFF in latest.values()


def _decisions(desk: Desk) -> int:
    """How many offers wait for this account to decide."""
    if not desk.person.may(PEOPLE_WRITE):
        return 0
    return hosting.count_waiting(desk.event.id, countries=desk.person.scope)


def _unsent(desk: Desk, now: datetime) -> Unsent | None:
    # Letters belong to no country, so whoever sees only some countries sees no letters; and
    # whoever sees no people could tell from letters how many they are.
    if desk.person.scope or not desk.person.may(PEOPLE_READ):
        return None
    return unsent_of(desk.event.id, now)

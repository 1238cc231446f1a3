"""What the pages that edit the event have in common: their tabs, and what somebody else saved."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _

from app.audit import queries as audit
from app.audit.queries import Wanted
from app.organizer.log_words import EVENT_CHANGES
from app.organizer.routes.desk import Desk, DeskLink
from app.organizer.words import actor_name

SECTION = "organizer.event_settings"


class Others(NamedTuple):
    """What somebody else saved while this form was open."""

    who: str
    at: datetime | None
    values: Mapping[str, Any]
    """What stands there now, by field; only where it differs from what was typed."""


def tabs(desk: Desk, here: str) -> list[DeskLink]:
    """The pages about the event itself."""
    pages = (
        ("organizer.event_settings", _("Settings")),
        ("organizer.event_texts", _("Texts")),
        ("organizer.programme", _("Programme")),
        ("organizer.event_look", _("Colour and logo")),
        ("organizer.event_history", _("History")),
    )
    return [
        DeskLink(label, url_for(endpoint, event=desk.event.slug), endpoint == here)
        for endpoint, label in pages
    ]


def take_others(desk: Desk, form: Any, saved: Mapping[str, Any]) -> Others:
    """Compare a form with what was saved meanwhile, and let its next sending replace that.

    :param saved: what stands there now, as the form takes it
    """
    form.seen.data = saved["seen"]
    typed = {field.name: field.data for field in form}
    differing = {
        name: value
        for name, value in saved.items()
        if name in typed and name != "seen" and _plain(value) != _plain(typed[name])
    }
    changes = audit.page_of_entries(desk.event.id, Wanted(actions=EVENT_CHANGES)).rows
    last = changes[0] if changes else None
    who = actor_name(last.actor, desk.person.id) if last else ""
    return Others(who, last.at if last else None, differing)


def _plain(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value

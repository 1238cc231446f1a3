"""The organizers' pages, one file each."""

from app.organizer.routes import (
    announcements,
    components,
    export,
    home,
    imports,
    letters,
    live,
    locations,
    log,
    offers,
    overview,
    registration,
    registrations,
    reminders,
    specimens,
    team,
    watchers,
)
from app.organizer.routes.desk import organizer

__all__ = [
    "announcements",
    "components",
    "export",
    "home",
    "imports",
    "letters",
    "live",
    "locations",
    "log",
    "offers",
    "organizer",
    "overview",
    "registration",
    "registrations",
    "reminders",
    "specimens",
    "team",
    "watchers",
]

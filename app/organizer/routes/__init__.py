"""The organizers' pages, one file each."""

from app.organizer.routes import (
    export,
    home,
    letters,
    offers,
    overview,
    registration,
    registrations,
    team,
)
from app.organizer.routes.desk import organizer

__all__ = [
    "export",
    "home",
    "letters",
    "offers",
    "organizer",
    "overview",
    "registration",
    "registrations",
    "team",
]

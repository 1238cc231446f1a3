"""The organizers' pages, one file each."""

from app.organizer.routes import export, home, letters, overview, registration, registrations, team
from app.organizer.routes.desk import organizer

__all__ = [
    "export",
    "home",
    "letters",
    "organizer",
    "overview",
    "registration",
    "registrations",
    "team",
]

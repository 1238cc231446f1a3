"""What the API offers: the routes and the document are both made from these."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.api import rules
from app.api.parameters import (
    AFTER,
    COUNTRY,
    KIND,
    LANGUAGE,
    LIMIT,
    LOCATION,
    LOCATION_STATE,
    REFERENCE,
    STATE,
    Parameter,
)

ROOT = "/api/v1"
IN_PATH = {
    "event": {"type": "string", "pattern": "^[a-z0-9-]{1,60}$"},
    "location": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,16}$"},
    "registration": REFERENCE,
}
"""Every name that stands in a path, and how it is written."""


@dataclass(frozen=True)
class Operation:
    """One address of the API, read with GET: nothing can be changed through it."""

    name: str
    path: str
    """Below `ROOT`, with names in braces."""
    about: Any
    """One line for people, in their language."""
    gives: str
    """The name of a schema."""
    scope: str | None = None
    """What a token needs; None where any will do."""
    query: tuple[Parameter, ...] = ()

    @property
    def in_path(self) -> list[str]:
        """The names in the path."""
        return [name for name in IN_PATH if f"{{{name}}}" in self.path]


EVENTS = Operation("events", "/events", _l("The event that the token is for."), "EventPage")
EVENT = Operation(
    "event", "/events/{event}", _l("When it is, and what it is called in each language."), "Event"
)
LOCATIONS = Operation(
    "locations",
    "/events/{event}/locations",
    _l("Locations, the newest first: those that everybody may choose, or all of them."),
    "LocationPage",
    rules.LOCATIONS_READ,
    (LIMIT, AFTER, COUNTRY, KIND, LOCATION_STATE, LANGUAGE),
)
LOCATION_ALONE = Operation(
    "location",
    "/events/{event}/locations/{location}",
    _l("One location."),
    "Location",
    rules.LOCATIONS_READ,
    (LANGUAGE,),
)
COUNTS = Operation(
    "counts",
    "/events/{event}/counts",
    _l("How many people, at how many locations, in which countries."),
    "Counts",
    rules.COUNTS_READ,
)
REGISTRATIONS = Operation(
    "registrations",
    "/events/{event}/registrations",
    _l("Registrations with names and addresses, the newest first."),
    "RegistrationPage",
    rules.PEOPLE_READ,
    (LIMIT, AFTER, STATE, COUNTRY, LOCATION),
)
REGISTRATION = Operation(
    "registration",
    "/events/{event}/registrations/{registration}",
    _l("One registration."),
    "Registration",
    rules.PEOPLE_READ,
)
OPERATIONS = (
    *(EVENTS, EVENT, LOCATIONS, LOCATION_ALONE),
    *(COUNTS, REGISTRATIONS, REGISTRATION),
)
SCOPES = {
    rules.LOCATIONS_READ: _l("Locations, as everybody sees them"),
    rules.LOCATIONS_STAFF: _l("All locations, with seats and state"),
    rules.COUNTS_READ: _l("Numbers, rounded down to tens"),
    rules.COUNTS_EXACT: _l("Numbers of this moment, exact"),
    rules.PEOPLE_READ: _l("Registrations, with names and addresses"),
}
"""What each scope opens, for whoever makes a token."""

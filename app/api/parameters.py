"""What an address may ask for: one definition that checks a request and stands in the document."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from app.api.errors import BadParameters
from app.locations.models import LocationKind, LocationState
from app.registration.rules import RegistrationState
from app.web.languages import LANGUAGES

MOST_ROWS = 200
REFERENCE = {"type": "string", "pattern": "^[A-Za-z0-9_-]{46}$"}
"""What a registration is called: not its number, which tells when it was made."""


@dataclass(frozen=True)
class Parameter:
    """One name of the query."""

    name: str
    schema: Mapping[str, Any]
    """JSON Schema: the part of it that `read` understands."""
    about: Any
    """For people, in their language."""

    def read(self, text: str) -> Any:
        """The value behind a text.

        :raises ValueError: it is not what the schema says; the message says what would be
        """
        if self.schema["type"] == "integer":
            return self._whole_number(text)
        allowed = self.schema.get("enum")
        if allowed is not None and text not in allowed:
            raise ValueError(f"one of: {', '.join(allowed)}")
        pattern = self.schema.get("pattern")
        if pattern is not None and not re.fullmatch(pattern.strip("^$"), text, re.ASCII):
            raise ValueError(f"must match {pattern}")
        return text

    def _whole_number(self, text: str) -> int:
        least, most = self.schema["minimum"], self.schema["maximum"]
        is_number = text.isascii() and text.isdecimal() and len(text) <= 9
        if not is_number or not least <= int(text) <= most:
            raise ValueError(f"a whole number from {least} to {most}")
        return int(text)


def read_query(parameters: tuple[Parameter, ...], query: MultiDict[str, str]) -> dict[str, Any]:
    """The values of a query by name; None where one is missing and has no default.

    :raises BadParameters: one is unknown, stands there twice, or is not as the schema says.
        An unknown one is a fault as well: a misspelled filter would give out everybody.
    """
    known = {parameter.name: parameter for parameter in parameters}
    faults = {name: "this address knows no such parameter" for name in query if name not in known}
    values = {name: one.schema.get("default") for name, one in known.items()}
    for name in known.keys() & query.keys():
        try:
            values[name] = _only(known[name], query.getlist(name))
        except ValueError as fault:
            faults[name] = str(fault)
    if faults:
        raise BadParameters(faults)
    return values


def _only(parameter: Parameter, texts: list[str]) -> Any:
    if len(texts) != 1:
        raise ValueError("once only")
    return parameter.read(texts[0])


def _choice(values: Any, **more: Any) -> dict[str, Any]:
    return {"type": "string", "enum": [str(value) for value in values], **more}


LIMIT = Parameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": 50},
    _l("How many rows at most."),
)
AFTER = Parameter(
    "after",
    {"type": "string", "pattern": "^[A-Za-z0-9_=-]{1,46}$"},
    _l("The `next` of the page before."),
)
COUNTRY = Parameter("country", {"type": "string", "pattern": "^[A-Z]{2}$"}, _l("Country"))
KIND = Parameter("kind", _choice(LocationKind), _l("Kind"))
LOCATION = Parameter(
    "location", {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,16}$"}, _l("Location")
)
LANGUAGE = Parameter("language", _choice(LANGUAGES, default="en"), _l("Language of the titles."))
LOCATION_STATE = Parameter("state", _choice(LocationState), _l("State"))
STATE = Parameter("state", _choice(RegistrationState), _l("State"))

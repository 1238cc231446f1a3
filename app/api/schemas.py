"""JSON Schemas of what the API gives; `additionalProperties: false` keeps them honest."""

from typing import Any

from app.api.parameters import REFERENCE
from app.locations.models import LocationKind, LocationState
from app.locations.rules import Availability
from app.registration.rules import RegistrationState

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
YES: Schema = {"type": "boolean"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
CODES: Schema = {"type": "array", "items": TEXT}


def _any_of(values: Any) -> Schema:
    return {"type": "string", "enum": [str(value) for value in values]}


def _maybe(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


def _object(properties: Schema, *, sometimes: Schema | None = None) -> Schema:
    return {
        "type": "object",
        "properties": {**properties, **(sometimes or {})},
        "required": list(properties),
        "additionalProperties": False,
    }


def _see(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _page_of(name: str) -> Schema:
    return _object({"rows": {"type": "array", "items": _see(name)}, "next": _maybe(TEXT)})


_TEXTS = _object({"title": TEXT, "headline": TEXT, "summary": TEXT})
_FOR_STAFF: Schema = {
    "region": TEXT,
    "capacity": _maybe(NUMBER),
    "taken": NUMBER,
    "state": _any_of(LocationState),
    "listed": YES,
}

SCHEMAS: dict[str, Schema] = {
    "Event": _object(
        {
            "slug": TEXT,
            "state": TEXT,
            "starts_at": MOMENT,
            "ends_at": MOMENT,
            "timezone": TEXT,
            "languages": CODES,
            "sign_up_opens_at": MOMENT,
            "sign_up_closes_at": MOMENT,
            "texts": {"type": "object", "additionalProperties": _TEXTS},
        }
    ),
    "Location": _object(
        {
            "id": TEXT,
            "kind": _any_of(LocationKind),
            "title": TEXT,
            "city": TEXT,
            "country": TEXT,
            "timezone": TEXT,
            "languages": CODES,
            "availability": _any_of(Availability),
            "access": TEXT,
            "wheelchair": YES,
            "open": YES,
        },
        sometimes=_FOR_STAFF,
    ),
    "Country": _object({"country": TEXT, "offered": NUMBER, "locations": NUMBER, "people": NUMBER}),
    "Counts": _object(
        {
            "exact": YES,
            "at": MOMENT | {"type": ["string", "null"]},
            "people": NUMBER,
            "locations": NUMBER,
            "states": _object({str(state): NUMBER for state in RegistrationState}),
            "countries": {"type": "array", "items": _see("Country")},
        }
    ),
    "Registration": _object(
        {
            "id": REFERENCE,
            "state": _any_of(RegistrationState),
            "party_size": NUMBER,
            "language": TEXT,
            "location": TEXT,
            "country": TEXT,
            "signed_up": MOMENT,
            "confirmed": _maybe(MOMENT),
            "ended": _maybe(MOMENT),
            "name": _maybe(TEXT),
            "email": _maybe(TEXT),
            "note": _maybe(TEXT),
        }
    ),
    "Problem": {
        "type": "object",
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "scope": TEXT,
            "errors": {
                "type": "array",
                "items": _object({"parameter": TEXT, "detail": TEXT}),
            },
        },
        "required": ["type", "title", "status", "detail"],
        "additionalProperties": False,
    },
}
SCHEMAS |= {f"{name}Page": _page_of(name) for name in ("Event", "Location", "Registration")}

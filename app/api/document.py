"""The OpenAPI 3.1 document, in English."""

from typing import Any

from flask_babel import force_locale

from app.api.operations import IN_PATH, OPERATIONS, ROOT, SCOPES, Operation
from app.api.parameters import Parameter
from app.api.problems import MIMETYPE
from app.api.schemas import SCHEMAS

FAULTS = {
    "401": "No token, or none that is valid.",
    "403": "The token lacks the scope.",
    "404": "Nothing here that this token may see.",
    "422": "A parameter is not as described.",
    "429": "Too many requests; Retry-After says how long to wait.",
}
DESCRIPTION = (
    "Read an event with another tool. A token is made at the desk, for one event, with scopes "
    "and an end. Registrations need a token that carries the event's key, unlocked by the "
    "token's secret: the server alone cannot open a name. Times of people are rounded down to "
    "the hour. Pages hold `rows` and `next`; ask for the next page with `after`."
)


def openapi(public_url: str) -> dict[str, Any]:
    """The whole document."""
    with force_locale("en"):
        return {
            "openapi": "3.1.0",
            "info": {"title": "Gatherwide", "version": "1", "description": DESCRIPTION},
            "servers": [{"url": public_url}],
            "security": [{"token": []}],
            "paths": {ROOT + one.path: {"get": _operation(one)} for one in OPERATIONS},
            "components": {
                "schemas": SCHEMAS,
                "responses": {status: _fault(text) for status, text in FAULTS.items()},
                "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            },
        }


def _operation(one: Operation) -> dict[str, Any]:
    scope = f"`{one.scope}`: {SCOPES[one.scope]}." if one.scope else "Any token."
    return {
        "operationId": one.name,
        "summary": str(one.about),
        "description": f"Scope: {scope}",
        "parameters": [*map(_in_path, one.in_path), *map(_in_query, one.query)],
        "responses": {
            "200": {
                "description": "What was asked for.",
                "content": {
                    "application/json": {"schema": {"$ref": f"#/components/schemas/{one.gives}"}}
                },
            },
            **{status: {"$ref": f"#/components/responses/{status}"} for status in FAULTS},
        },
    }


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": IN_PATH[name]}


def _in_query(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "description": str(parameter.about),
        "schema": parameter.schema,
    }


def _fault(text: str) -> dict[str, Any]:
    return {
        "description": text,
        "content": {MIMETYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }

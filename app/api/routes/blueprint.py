"""The two halves of this room: what tools read, and the desk's pages about them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.api.access import takes
from app.api.operations import ROOT, Operation
from app.api.parameters import read_query
from app.web.answers import as_json

api = Blueprint("api", __name__, url_prefix=ROOT)
tools = Blueprint("tools", __name__, url_prefix="/organizer")

CONVERTED = {
    "{event}": "<event>",
    "{location}": "<location>",
    "{registration}": "<registration>",
}


def serves(operation: Operation) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a function answer an operation: it takes the path's names and the query's values."""

    def decorate(answer: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(answer)
        def view(**in_path: Any) -> Response:
            asked = read_query(operation.query, request.args)
            return as_json(answer(**in_path, **({"asked": asked} if operation.query else {})))

        path = operation.path
        for name, converted in CONVERTED.items():
            path = path.replace(name, converted)
        return api.get(path, endpoint=operation.name)(takes(operation.scope)(view))

    return decorate

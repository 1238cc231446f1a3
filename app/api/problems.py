"""Errors as a tool reads them: problem details (RFC 9457). They never repeat what was asked."""

import json
from http import HTTPStatus

from flask import Flask, Response
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from app.api.errors import BadParameters, ScopeMissing
from app.web import errors

PREFIX = "/api/"
MIMETYPE = "application/problem+json"
DETAILS = {
    400: "This request could not be read.",
    401: "Send a token that is valid: Authorization: Bearer gwt_…",
    403: "This token does not reach as far as this. An owner can make another one.",
    404: "There is nothing here that this token may see.",
    405: "This method is not for this address; the header Allow names those that are.",
    422: "Something in the address is not as the document says.",
    429: "Too many requests. Wait as many seconds as the header Retry-After says.",
    500: "Something broke on our side. It is noted, without your data.",
    503: "We are not ready yet. Try again in a minute.",
}


def init_app(app: Flask) -> None:
    """Answer every error below the API's prefix in this form."""
    errors.answer_otherwise(app, PREFIX, answer)


def answer(status: int, error: HTTPException | None) -> Response:
    """The problem behind an error of HTTP, or behind an unexpected one (None)."""
    problem: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": DETAILS.get(status, DETAILS[500 if status >= 500 else 400]),
    }
    if isinstance(error, ScopeMissing):
        problem["scope"] = error.scope
    if isinstance(error, BadParameters):
        problem["errors"] = [
            {"parameter": name, "detail": fault} for name, fault in error.faults.items()
        ]
    response = Response(json.dumps(problem), status, mimetype=MIMETYPE)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response

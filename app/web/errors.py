"""Every error is a page of ours. It never repeats what was asked or typed, but for a form that
came too late: see late_forms.py."""

from collections.abc import Callable
from types import TracebackType

import structlog
from flask import Flask, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from app.web import late_forms
from app.web.tokens import BadToken

log = structlog.get_logger("gatherwide")

TRY_AGAIN = _l("Please go back, reload the page and try once more.")
PAGES = {
    400: (_l("Part of that did not reach us"), TRY_AGAIN),
    401: (_l("Please sign in first"), _l("This page is for the people who organize the event.")),
    403: (
        _l("This page is not yours to open"),
        _l("If it should be, ask an owner of the event to change your role."),
    ),
    404: (
        _l("There is nothing here"),
        _l("The address may be mistyped or out of date. Start from the first page."),
    ),
    405: (_l("That button leads nowhere"), TRY_AGAIN),
    410: (
        _l("This link has been replaced"),
        _l("The newest letter holds the one that works. You can ask for it again."),
    ),
    413: (_l("That was too much at once"), _l("Please go back and send less.")),
    429: (
        _l("A little slower, please"),
        _l("Nothing that you did is lost. Wait a minute, then try again."),
    ),
    500: (
        _l("Something broke on our side"),
        _l("It is noted, without your data. Please try again in a minute."),
    ),
    503: (_l("We are not ready yet"), _l("Please try again in a minute.")),
}
EXPIRED_FORM = (
    _l("This form waited too long"),
    _l("Please go back, reload the page and send it again."),
)
BAD_LINK = (
    _l("This link does not work"),
    _l("It may be cut off or out of date. Open it from your letter, or ask for a new one."),
)


Otherwise = Callable[[int, HTTPException | None], Response]
"""Takes a status and the error, which is None for an unexpected one."""


def init_app(app: Flask) -> None:
    """Answer every error with templates/error.html."""
    app.extensions["errors otherwise"] = {}
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(BadToken, _bad_link)
    app.register_error_handler(Exception, _unexpected)


def answer_otherwise(app: Flask, prefix: str, answer: Otherwise) -> None:
    """Let everything below a path, known or not, answer its errors in a form of its own."""
    app.extensions["errors otherwise"][prefix] = answer


def error_page(status: int, words: tuple[object, object] | None = None) -> tuple[str, int]:
    """The page for a status, in its own words or in given ones: a title, and what to do."""
    title, advice = words or PAGES.get(status) or PAGES[500 if status >= 500 else 400]
    return render_template("error.html", code=status, title=title, advice=advice), status


def _http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    if isinstance(error, SecurityError):
        return _foreign_host()
    headers = {}
    if status in (429, 503):
        headers["Retry-After"] = str(getattr(error, "retry_after", None) or 60)
    otherwise = _otherwise()
    if otherwise:
        response = otherwise(status, error)
        response.headers.update(headers)
        return response
    return *error_page(status), headers


def _otherwise() -> Otherwise | None:
    forms: dict[str, Otherwise] = current_app.extensions["errors otherwise"]
    return next((form for path, form in forms.items() if request.path.startswith(path)), None)


def _foreign_host() -> Response:
    """Whoever asks under a name that is not ours gets words alone: no link of ours leads there."""
    title, advice = PAGES[400]
    return Response(f"{title}. {advice}\n", 400, mimetype="text/plain")


def _expired_form(_error: CSRFError) -> ResponseReturnValue:
    page = late_forms.given_back(EXPIRED_FORM[0])
    return (page, 400) if page else error_page(400, EXPIRED_FORM)


def _bad_link(_error: BadToken) -> ResponseReturnValue:
    return error_page(404, BAD_LINK)


def _unexpected(error: Exception) -> ResponseReturnValue:
    # Only type and place: the exception's own words may hold what somebody typed.
    log.error("unexpected", type=type(error).__name__, at=_place(error.__traceback__))
    otherwise = _otherwise()
    return otherwise(500, None) if otherwise else error_page(500)


def _place(traceback: TracebackType | None) -> str:
    place = ""
    while traceback:
        place = f"{traceback.tb_frame.f_code.co_filename}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place

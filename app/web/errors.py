"""Every error is a page of ours. It never repeats what was asked or typed."""

from types import TracebackType

import structlog
from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.web.tokens import BadToken

log = structlog.get_logger("gatherwide")


def init_app(app: Flask) -> None:
    """Answer every error with templates/error.html."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(BadToken, _bad_link)
    app.register_error_handler(Exception, _unexpected)


def error_page(status: int, message: str | None = None) -> tuple[str, int]:
    """The page for a status; `message` replaces the general advice."""
    return render_template("error.html", status=status, message=message), status


def _http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    headers = {}
    if status in (429, 503):
        headers["Retry-After"] = str(getattr(error, "retry_after", None) or 60)
    return *error_page(status), headers


def _expired_form(_error: CSRFError) -> ResponseReturnValue:
    return error_page(
        400, _("This form waited too long. Please go back, reload the page and send it again.")
    )


def _bad_link(_error: BadToken) -> ResponseReturnValue:
    return error_page(
        404, _("This link is not whole, or no longer works. Please ask for a new one.")
    )


def _unexpected(error: Exception) -> ResponseReturnValue:
    # Only type and place: the exception's own words may hold what somebody typed.
    log.error("unexpected", type=type(error).__name__, at=_place(error.__traceback__))
    return error_page(500)


def _place(traceback: TracebackType | None) -> str:
    place = ""
    while traceback:
        place = f"{traceback.tb_frame.f_code.co_filename}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place

"""Is the process up, and can it do its work?"""

from collections.abc import Callable

from flask import Blueprint, Flask, Response, current_app, jsonify

from app.web.access import public

Check = Callable[[], str | None]
"""Gives None when all is well, else one line that names no person."""

Figure = Callable[[], int]
"""A number that a monitor can draw."""

health = Blueprint("health", __name__)


def init_app(app: Flask, checks: dict[str, Check], figures: dict[str, Figure]) -> None:
    """Offer /healthz and /readyz; checks and figures come from the packages."""
    app.extensions["readiness"] = checks
    app.extensions["readiness_figures"] = figures
    app.register_blueprint(health)


def run_checks() -> dict[str, str | None]:
    """What each check says; a check that fails to run says so."""
    answers: dict[str, str | None] = {}
    for name, check in current_app.extensions["readiness"].items():
        try:
            answers[name] = check()
        except Exception as error:  # a health page must answer whatever is broken
            current_app.logger.warning("readiness check failed", extra={"check": name})
            answers[name] = type(error).__name__
    return answers


@health.get("/healthz")
@public
def healthz() -> Response:
    return Response("ok\n", mimetype="text/plain")


@health.get("/readyz")
@public
def readyz() -> tuple[Response, int]:
    answers = run_checks()
    ready = all(answer is None for answer in answers.values())
    shown = {name: answer or "ok" for name, answer in answers.items()}
    return jsonify(ready=ready, checks=shown, figures=_figures()), 200 if ready else 503


def _figures() -> dict[str, int | None]:
    figures: dict[str, int | None] = {}
    for name, figure in current_app.extensions["readiness_figures"].items():
        try:
            figures[name] = figure()
        except Exception:  # the checks say what is broken
            figures[name] = None
    return figures

"""The blueprint of the team's own pages, and what all of them may show."""

from flask import Blueprint

from app.staff import rules
from app.web.languages import LANGUAGES

staff = Blueprint("staff", __name__, url_prefix=rules.DESK)


@staff.app_context_processor
def _staff_languages() -> dict[str, object]:
    return {"staff_languages": LANGUAGES}

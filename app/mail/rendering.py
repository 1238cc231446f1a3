"""From a letter to its subject, its text and its HTML, in the reader's language.

Templates are rendered without the context processors of the pages: a letter has no
request, no session and nobody signed in.
"""

import re
from typing import NamedTuple

from css_inline import CSSInliner
from flask import current_app
from flask_babel import force_locale, get_locale

from app.mail.letter import Letter
from app.web import links
from app.web.languages import LANGUAGES

# The dark colours stay in a style sheet, which is the only place for them. What a sheet
# names is never fetched.
INLINER = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)

BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")


class Rendered(NamedTuple):
    """A letter's words. The subject is one line."""

    language: str
    subject: str
    text: str
    html: str


def render(letter: Letter) -> Rendered:
    """The words of a letter. Needs the application, no request."""
    language = letter.language if letter.language in LANGUAGES else next(iter(LANGUAGES))
    with force_locale(language):
        locale = get_locale()
        values = {
            **letter.context,
            "language": language,
            "direction": locale.text_direction if locale else "ltr",
            "site": links.public_domain(),
        }
        subject = " ".join(_fill(letter, "subject.txt", values).split())
        values["subject"] = subject
        text = BLANK_LINES.sub("\n\n", _fill(letter, "body.txt", values)).strip() + "\n"
        html = INLINER.inline(_fill(letter, "body.html", values))
    return Rendered(language, subject, text, html)


def _fill(letter: Letter, part: str, values: dict[str, object]) -> str:
    template = current_app.jinja_env.get_template(f"emails/{letter.template}/{part}")
    return template.render(values)

"""From a letter to its subject, its text and its HTML, in the reader's language.

Templates are rendered without the context processors of the pages: a letter has no
request, no session and nobody signed in.
"""

import re
import secrets
from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from css_inline import CSSInliner
from flask import current_app
from flask_babel import force_locale, get_locale
from markupsafe import escape

from app.mail.letter import Letter
from app.web import links
from app.web.blanks import Blank
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


class _Blanks(NamedTuple):
    """A letter's parts with its gaps open."""

    subject: Blank
    text: Blank
    html: Blank


def render(letter: Letter) -> Rendered:
    """The words of a letter. Needs the application, no request."""
    language = letter.language if letter.language in LANGUAGES else next(iter(LANGUAGES))
    site = links.public_domain()
    if not letter.gaps:
        return Rendered(language, *_write(letter.template, language, site, letter.context))
    shared = tuple(sorted(letter.context.items()))
    blanks = _blanks(letter.template, language, site, shared, tuple(sorted(letter.gaps)))
    escaped = {name: str(escape(value)) for name, value in letter.gaps.items()}
    return Rendered(
        language,
        _one_line(blanks.subject.fill(letter.gaps)),
        blanks.text.fill(letter.gaps),
        blanks.html.fill(escaped),
    )


@lru_cache(maxsize=256)
def _blanks(
    template: str,
    language: str,
    site: str,
    shared: tuple[tuple[str, Hashable], ...],
    gaps: tuple[str, ...],
) -> _Blanks:
    stand_ins = {name: f"gap{secrets.token_hex(8)}" for name in gaps}
    parts = _write(template, language, site, {**dict(shared), **stand_ins})
    return _Blanks(*(Blank.cut(part, stand_ins) for part in parts))


def _write(
    template: str, language: str, site: str, context: Mapping[str, Any]
) -> tuple[str, str, str]:
    """Subject, text and HTML."""
    with force_locale(language):
        locale = get_locale()
        values = {
            **context,
            "language": language,
            "direction": locale.text_direction if locale else "ltr",
            "site": site,
        }
        subject = _one_line(_fill(template, "subject.txt", values))
        values["subject"] = subject
        text = BLANK_LINES.sub("\n\n", _fill(template, "body.txt", values)).strip() + "\n"
        html = INLINER.inline(_fill(template, "body.html", values))
    return subject, text, html


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _fill(template: str, part: str, values: Mapping[str, Any]) -> str:
    return current_app.jinja_env.get_template(f"emails/{template}/{part}").render(values)

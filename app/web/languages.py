"""Which language a page speaks, and the same page in the others."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from babel import Locale, UnknownLocaleError, negotiate_locale
from flask import Flask, g, has_request_context, request, session, url_for
from flask_babel import get_locale, refresh
from werkzeug.routing import BaseConverter

from app.extensions import babel

LANGUAGES = {
    "en": "English",
    "fa": "فارسی",
    "ar": "العربية",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
}
"""The languages that are whole, under their own names; the first is the fallback.

Each but the first has a catalogue in `translations/`: see docs/languages.md.
"""


class LanguageConverter(BaseConverter):
    """A language of ours in a path; any other is not found."""

    regex = "|".join(LANGUAGES)


class LanguageLink(NamedTuple):
    """A page in another language."""

    code: str
    name: str
    url: str
    current: bool


def init_app(app: Flask) -> None:
    """Choose the language of each request, and offer the others to the templates."""
    app.url_map.converters["language"] = LanguageConverter
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(app.config["ROOT"] / "translations")
    babel.init_app(app, locale_selector=_select)
    app.context_processor(lambda: {"page_language": get_locale(), "language_links": links()})
    app.add_template_filter(own_name)

    @app.url_value_preprocessor
    def _take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and "lang" in values:
            g.language = values["lang"]

    @app.url_defaults
    def _give(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = g.get("language") or negotiate()


def use(language: str) -> None:
    """Speak this language for the rest of the request, as somebody's own page does."""
    g.language = language if language in LANGUAGES else next(iter(LANGUAGES))
    refresh()


def negotiate(wanted: Iterable[str] | None = None) -> str:
    """The language of ours that suits the reader best.

    Werkzeug's own `best_match` gives English for "fa-IR, en;q=0.5".
    """
    preferred = list(wanted) if wanted is not None else list(request.accept_languages.values())
    return negotiate_locale(preferred, list(LANGUAGES), sep="-") or next(iter(LANGUAGES))


def links() -> list[LanguageLink]:
    """This page in every language; empty where a page has only one address."""
    arguments = request.view_args if has_request_context() else None
    if not request or not request.endpoint or arguments is None or "lang" not in arguments:
        return []
    query = f"?{urlencode(list(request.args.items(multi=True)))}" if request.args else ""
    return [
        LanguageLink(
            code,
            name,
            url_for(request.endpoint, **{**arguments, "lang": code}) + query,
            code == g.get("language"),
        )
        for code, name in LANGUAGES.items()
    ]


def language_name(code: str, language: str) -> str:
    """What a language is called in another one, such as "Persian" for ("fa", "en")."""
    return str(Locale.parse(language).languages.get(code, code))


def own_name(code: str) -> str:
    """What a language calls itself, such as "فارسی" for "fa"; the code where nobody knows."""
    try:
        locale = Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return code
    return LANGUAGES.get(code) or (locale.get_language_name() or code)


def _select() -> str:
    if g.get("language"):
        return str(g.language)
    if not has_request_context():
        return next(iter(LANGUAGES))
    if request.path.startswith("/organizer"):
        chosen = session.get("language")
        if chosen in LANGUAGES:
            return str(chosen)
    return negotiate()

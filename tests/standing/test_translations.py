"""Every text that a page or a letter shows is there in every language."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.web.languages import LANGUAGES
from config import ROOT

CATALOGUES = ROOT / "translations"
TRANSLATED = list(LANGUAGES)[1:]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
METHODS = [("app/**.py", "python"), ("templates/**", "jinja2")]
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}


@cache
def catalogue(language: str) -> Catalog:
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


@cache
def texts_of_the_source() -> set[str]:
    found = set()
    for _file, _line, message, _comments, _context in extract_from_dir(
        str(ROOT), method_map=METHODS, keywords=KEYWORDS, directory_filter=ours
    ):
        found.add(message if isinstance(message, str) else message[0])
    return found


def ours(folder: str | Path) -> bool:
    path = Path(folder)
    return path == ROOT or path.relative_to(ROOT).parts[0] in ("app", "templates")


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_of_the_source_is_translated(language: str) -> None:
    known = {id_of(message) for message in messages_of(language) if all(strings_of(message))}
    assert sorted(texts_of_the_source() - known) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_a_guess(language: str) -> None:
    assert [id_of(message) for message in messages_of(language) if message.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_the_placeholders(language: str) -> None:
    for message in messages_of(language):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        allowed = set().union(*(PLACEHOLDER.findall(text) for text in ids))
        needed = set.intersection(*(set(PLACEHOLDER.findall(text)) for text in ids))
        for text in strings_of(message):
            assert needed <= set(PLACEHOLDER.findall(text)) <= allowed, id_of(message)


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_over(language: str) -> None:
    known = {id_of(message) for message in messages_of(language)}
    assert sorted(known - texts_of_the_source()) == []


def messages_of(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def id_of(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, tuple | list) else message.id)


def strings_of(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string,)

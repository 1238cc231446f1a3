"""Which language a reader gets, and what languages are called."""

import pytest
from babel import Locale

from app.web import languages
from config import ROOT


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        (["fa"], "fa"),
        (["fa-IR", "en"], "fa"),
        (["en-GB", "fa"], "en"),
        (["ar-EG", "en"], "ar"),
        (["de-AT"], "de"),
        (["fr-CA", "en"], "fr"),
        (["es-419", "es"], "es"),
        (["tr", "fa"], "fa"),
        (["tr"], "en"),
        ([], "en"),
        (["*"], "en"),
        (["", "not a language", "-", "x" * 500], "en"),
    ],
)
def test_the_first_of_ours_that_the_reader_wants(wanted: list[str], given: str) -> None:
    assert languages.negotiate(wanted) == given


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [("fa", "en", "Persian"), ("en", "fa", "انگلیسی"), ("fa", "fa", "فارسی"), ("zz", "en", "zz")],
)
def test_a_language_has_a_name_in_every_other(code: str, language: str, name: str) -> None:
    assert languages.language_name(code, language) == name


def test_languages_stand_under_their_own_names_and_babel_knows_them() -> None:
    for code, name in languages.LANGUAGES.items():
        assert Locale.parse(code).get_display_name(code).casefold() == name.casefold()


def test_a_language_is_one_entry_and_one_catalogue() -> None:
    catalogues = (ROOT / "translations").glob("*/LC_MESSAGES/messages.po")
    assert {path.parent.parent.name for path in catalogues} == set(languages.LANGUAGES) - {"en"}

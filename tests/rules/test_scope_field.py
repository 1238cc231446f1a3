"""What somebody types of countries and regions, and what is understood of it."""

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict
from wtforms import Form

from app.organizer.scope_field import ScopeField


class Bound(Form):
    """A form with nothing else on it."""

    scope = ScopeField()


def read(text: str, language: str = "en") -> tuple[tuple[str, ...], str]:
    """What is meant, and what is wrong with it."""
    bare = Flask(__name__)
    Babel(bare)
    with bare.test_request_context():
        form = Bound(MultiDict({"scope": text}))
        form.scope.shown_in = language
        form.scope.is_region = lambda country, region: (country, region) == ("DE", "Lummerland")
        form.validate()
        return form.scope.entries, " ".join(map(str, form.scope.errors))


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [
        ("", "en", ()),
        ("france, DE,", "en", ("FR", "DE")),
        ("Germany: Bremen, Iran", "en", ("DE/Bremen", "IR")),
        ("آلمان: برمن، فرانسه", "fa", ("DE/Bremen", "FR")),
        ("هنگ‌کنگ، منطقهٔ ویژهٔ اداری چین، ایران", "fa", ("HK", "IR")),
        ("Vereinigte Staaten: Washington, D.C., FR", "de", ("US/District of Columbia", "FR")),
        ("de: Lummerland", "en", ("DE/Lummerland",)),
    ],
)
def test_names_of_any_page_and_codes_are_understood(
    typed: str, language: str, meant: tuple[str, ...]
) -> None:
    assert read(typed, language) == (meant, "")


def test_what_is_unknown_is_named() -> None:
    assert "Narnia" in read("DE, Narnia")[1]
    assert "Mordor" in read("DE: Mordor")[1]


def test_what_is_shown_is_understood_again() -> None:
    for language in ("en", "fa", "de"):
        field = Bound().scope
        field.shown_in = language
        field.fill(("DE/Bremen", "HK", "US/District of Columbia"))
        assert read(str(field.data), language) == (
            ("DE/Bremen", "HK", "US/District of Columbia"),
            "",
        )

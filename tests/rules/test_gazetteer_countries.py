"""Countries by name and in order."""

import pytest
from babel import UnknownLocaleError

from app.gazetteer.countries import countries, country_name, is_country


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("DE", "en", "Germany"),
        ("de", "en", "Germany"),
        ("DE", "fa", "آلمان"),
        ("DE", "pt-BR", "Alemanha"),
        ("BR", "pt_BR", "Brasil"),
        ("XK", "en", "Kosovo"),
        ("ZZ", "en", "ZZ"),
        ("nowhere", "en", "nowhere"),
    ],
)
def test_a_country_has_its_name_in_every_language_and_an_unknown_one_its_code(
    code: str, language: str, name: str
) -> None:
    assert country_name(code, language) == name


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UnknownLocaleError):
        country_name("DE", "xx")


def test_the_249_countries_of_iso_3166_and_kosovo() -> None:
    codes = {code for code, _ in countries("en")}
    assert len(codes) == 249 + 1
    assert not codes & {"EU", "UN", "QO", "XA", "ZZ", "IC", "001"}


@pytest.mark.parametrize(("code", "known"), [("IR", True), ("ir", False), ("EU", False)])
def test_a_country_is_known_by_its_code_in_capitals_alone(code: str, known: bool) -> None:
    assert is_country(code) is known


@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        ("en", ["Afghanistan", "Åland Islands", "Albania", "Zimbabwe"]),
        ("de", ["Norwegen", "Oman", "Österreich", "Zypern"]),
        ("fa", ["آلمان", "بلژیک", "پاکستان", "چین", "ژاپن", "گرجستان", "نیجریه", "هند", "یمن"]),
        ("ar", ["ألمانيا", "باكستان", "كندا", "هايتي"]),
    ],
)
def test_countries_stand_in_the_order_of_the_language(language: str, in_order: list[str]) -> None:
    names = [name for _, name in countries(language) if name in in_order]
    assert names == in_order

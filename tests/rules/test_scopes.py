"""Countries, and regions of countries, that somebody is bound to."""

import pytest

from app.gazetteer.scopes import countries_in, covers, lies_within, tidy, touches

BAVARIA, HESSE = "DE/Bavaria", "DE/Hesse"


def test_entries_are_spelled_alike_and_none_lies_within_another_one() -> None:
    assert tidy([" de", "DE", "fr/Corsica ", BAVARIA]) == ["DE", "FR/Corsica"]
    assert tidy([HESSE, BAVARIA]) == [BAVARIA, HESSE]


@pytest.mark.parametrize(
    ("scope", "covered"),
    [((), True), (("DE",), True), ((BAVARIA,), True), ((HESSE,), False), (("FR",), False)],
)
def test_a_place_lies_within_its_country_and_its_region(
    scope: tuple[str, ...], covered: bool
) -> None:
    assert covers(scope, "DE", "Bavaria") is covered


def test_a_region_touches_its_country() -> None:
    assert countries_in((BAVARIA, HESSE, "FR")) == ("DE", "FR")
    assert touches((BAVARIA,), "DE")
    assert not touches((BAVARIA,), "FR")


@pytest.mark.parametrize(
    ("part", "scope", "within"),
    [
        ((), (), True),
        ((), (BAVARIA,), False),
        ((BAVARIA,), (), True),
        ((BAVARIA,), ("DE",), True),
        (("DE",), (BAVARIA,), False),
        ((BAVARIA, "FR"), ("DE",), False),
    ],
)
def test_a_scope_lies_within_a_larger_one(
    part: tuple[str, ...], scope: tuple[str, ...], within: bool
) -> None:
    assert lies_within(part, scope) is within

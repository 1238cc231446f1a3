"""Receipt codes, party sizes and readable text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.registration import rules

KEY = b"k" * 32


def test_the_same_form_has_the_same_receipt_code() -> None:
    assert rules.receipt_code(KEY, "form") == rules.receipt_code(KEY, "form")


def test_two_forms_have_two_receipt_codes() -> None:
    assert rules.receipt_code(KEY, "one") != rules.receipt_code(KEY, "two")


@given(st.text(max_size=40))
def test_a_shown_receipt_code_is_read_back(submission: str) -> None:
    code = rules.receipt_code(KEY, submission)
    assert len(code) == rules.CODE_LENGTH
    assert rules.read_receipt_code(rules.show_receipt_code(code)) == code
    assert rules.read_receipt_code(rules.show_receipt_code(code).lower()) == code


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ABCD-EFGH-JKMN-PQRS", "ABCDEFGHJKMNPQRS"),
        (" abcd efgh jkmn pqrs ", "ABCDEFGHJKMNPQRS"),
        ("OIL0-0000-0000-0000", "0110000000000000"),
        ("۱۲۳۴-۵۶۷۸-۹۰۱۲-۳۴۵۶", "1234567890123456"),
        ("ABCD-EFGH-JKMN", None),
        ("ABCD-EFGH-JKMN-PQRSX", None),
        ("UUUU-UUUU-UUUU-UUUU", None),
        ("", None),
        ("ابجد-ابجد-ابجد-ابجد", None),
    ],
)
def test_a_receipt_code_forgives_how_it_is_typed(typed: str, read: str | None) -> None:
    assert rules.read_receipt_code(typed) == read


@pytest.mark.parametrize(
    ("typed", "size"),
    [
        ("1", 1),
        (" 10 ", 10),
        ("۳", 3),
        ("٣", 3),
        ("1۰", 10),
        ("0", None),
        ("-1", None),
        ("11", None),
        ("1000000000", None),
        ("1e9", None),
        ("1.5", None),
        ("", None),
        ("two", None),
        ("²", None),
        ("1 0", None),
    ],
)
def test_a_party_is_a_whole_number_from_one_to_the_largest(typed: str, size: int | None) -> None:
    assert rules.read_party_size(typed, largest=10) == size


@pytest.mark.parametrize(
    "text", ["", "Ann", "علی رضا", "نیم\u200cفاصله", "O'Hara", "李小龍", "Zoë 🌍"]
)
def test_names_of_every_script_are_readable(text: str) -> None:
    assert rules.is_readable(text)


@pytest.mark.parametrize(
    "text", ["a\0b", "a\nb", "%ff%FE", "\u202eevil", "a\ufffdb", "\ud800", "\u2066x"]
)
def test_control_characters_and_bidi_overrides_are_not(text: str) -> None:
    assert not rules.is_readable(text)

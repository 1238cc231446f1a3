"""A return address names its letter, and only ours does."""

import hashlib
import hmac
import uuid

import pytest

from app.mail.verp import find_letter, return_address

LETTER = uuid.UUID("01920000-0000-7000-8000-000000000001")


def sign(letter_id: uuid.UUID) -> bytes:
    return hmac.digest(b"key", letter_id.bytes, hashlib.sha256)


def sign_otherwise(letter_id: uuid.UUID) -> bytes:
    return hmac.digest(b"another key", letter_id.bytes, hashlib.sha256)


ADDRESS = return_address("bounces@summit.example", LETTER, sign)


def test_it_fits_into_an_address() -> None:
    local, _at, domain = ADDRESS.partition("@")
    assert domain == "summit.example"
    assert len(local) <= 64
    assert ADDRESS.lower() == ADDRESS


@pytest.mark.parametrize(
    "header",
    [ADDRESS, ADDRESS.upper(), f"<{ADDRESS}>", f"Bounces <{ADDRESS}>", f"a@b.example, {ADDRESS}"],
)
def test_the_letter_is_found_in_any_spelling(header: str) -> None:
    assert find_letter(["nothing", header], sign) == LETTER


def test_forged_and_broken_codes_name_nothing() -> None:
    forged = return_address("bounces@summit.example", LETTER, sign_otherwise)
    altered = ADDRESS.replace(ADDRESS[12], "a" if ADDRESS[12] != "a" else "b", 1)
    for header in (forged, altered, ADDRESS.replace("+", "-"), ADDRESS[:-30], "", "+@", "+" * 9999):
        assert find_letter([header], sign) is None


def test_the_first_genuine_code_counts() -> None:
    forged = return_address("bounces@summit.example", LETTER, sign_otherwise)
    assert find_letter([forged, ADDRESS], sign) == LETTER

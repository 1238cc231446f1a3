"""A recovery key survives paper, handwriting and typing."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault import rules
from app.vault.errors import WrongRecoveryKey

SECRETS = st.binary(min_size=rules.RECOVERY_BYTES, max_size=rules.RECOVERY_BYTES)


@given(SECRETS)
def test_it_reads_back_as_it_was_written(secret: bytes) -> None:
    assert rules.read_recovery_key(rules.show_recovery_key(secret)) == secret


@given(SECRETS)
def test_case_spaces_and_look_alikes_do_not_matter(secret: bytes) -> None:
    typed = rules.show_recovery_key(secret).lower().replace("-", "  ").replace("o", "0")
    assert rules.read_recovery_key(f" {typed.replace('i', '1').replace('b', '8')}\n") == secret


@given(SECRETS, st.integers(0, 39))
def test_one_wrong_letter_is_noticed(secret: bytes, place: int) -> None:
    letters = rules.show_recovery_key(secret).replace("-", "")
    wrong = "A" if letters[place] != "A" else "C"
    with pytest.raises(WrongRecoveryKey):
        rules.read_recovery_key(letters[:place] + wrong + letters[place + 1 :])


@pytest.mark.parametrize("text", ["", "ABCD", "not a key at all", "۱۲۳۴", "A" * 40, "A" * 4000])
def test_anything_else_is_no_recovery_key(text: str) -> None:
    with pytest.raises(WrongRecoveryKey):
        rules.read_recovery_key(text)


def test_it_is_written_in_groups_that_people_can_copy() -> None:
    groups = rules.show_recovery_key(os.urandom(rules.RECOVERY_BYTES)).split("-")
    assert {len(group) for group in groups} == {4}

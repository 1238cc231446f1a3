"""What is sealed opens with its key, in its place, unaltered, and nowhere else."""

import json

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from app.vault import rules
from app.vault.errors import BoxDoesNotOpen

KEY_ID, KEY = b"12345678", AESGCM(b"k" * 32)
HERE = rules.binding("registration", "identity_box", 1, "row")
ANN = {"name": "Ann", "email": "ann@example.org"}
TEXTS = st.dictionaries(st.text(max_size=20), st.text(max_size=300), max_size=5)


def test_only_the_private_key_opens_what_is_sealed_to_the_public_one() -> None:
    omar, eve = rules.generate_key_pair(), rules.generate_key_pair()
    sealed = rules.seal_to(omar.public, b"secret", purpose="test")
    assert rules.open_with(omar.private, sealed, purpose="test") == b"secret"
    with pytest.raises(BoxDoesNotOpen):
        rules.open_with(eve.private, sealed, purpose="test")
    with pytest.raises(BoxDoesNotOpen):
        rules.open_with(omar.private, sealed, purpose="another")


def test_sealing_twice_gives_nothing_in_common() -> None:
    public = rules.generate_key_pair().public
    first, second = (rules.seal_to(public, b"secret", purpose="test") for _ in range(2))
    assert first[:64] != second[:64]
    assert b"secret" not in first


@pytest.mark.parametrize("cut", [0, 10, 1000])
def test_a_sealed_key_that_was_cut_does_not_open(cut: int) -> None:
    keys = rules.generate_key_pair()
    sealed = rules.seal_to(keys.public, b"secret", purpose="test")
    with pytest.raises(BoxDoesNotOpen):
        rules.open_with(keys.private, sealed[:cut], purpose="test")


@given(TEXTS)
def test_a_row_comes_back_as_it_was(values: dict[str, str]) -> None:
    box = rules.seal_row(KEY_ID, KEY, values, HERE)
    assert rules.open_row(KEY, box, HERE) == values
    assert rules.data_key_id(box) == KEY_ID


@pytest.mark.parametrize(
    "there",
    [
        rules.binding("registration", "contact_box", 1, "row"),
        rules.binding("registration", "identity_box", 2, "row"),
        rules.binding("registration", "identity_box", 1, "other"),
        rules.binding("outbox", "identity_box", 1, "row"),
    ],
)
def test_a_box_that_was_moved_does_not_open(there: str) -> None:
    box = rules.seal_row(KEY_ID, KEY, ANN, HERE)
    with pytest.raises(BoxDoesNotOpen):
        rules.open_row(KEY, box, there)


def test_a_box_with_any_byte_changed_does_not_open() -> None:
    box = rules.seal_row(KEY_ID, KEY, ANN, HERE)
    for place in range(len(box)):
        changed = bytearray(box)
        changed[place] ^= 1
        with pytest.raises(BoxDoesNotOpen):
            rules.open_row(KEY, bytes(changed), HERE)


def test_the_length_of_a_box_tells_only_a_few_sizes() -> None:
    sizes = {len(rules.seal_row(KEY_ID, KEY, {"name": "x" * n}, HERE)) for n in range(1, 500)}
    assert len(sizes) == 3


@given(st.text())
def test_padding_never_eats_a_text(text: str) -> None:
    plain = json.dumps({"name": text}, ensure_ascii=False).encode("utf-8", "surrogatepass")
    assert rules.pad(plain).rstrip(b"\0") == plain
    assert len(rules.pad(plain)) >= len(plain)


def test_a_shared_key_opens_only_for_its_purpose() -> None:
    key = rules.derive_key(b"secret", "one")
    sealed = rules.encrypt(key, b"text", purpose="one")
    assert rules.decrypt(key, sealed, purpose="one") == b"text"
    for wrong_key, purpose in ((key, "two"), (rules.derive_key(b"secret", "two"), "one")):
        with pytest.raises(BoxDoesNotOpen):
            rules.decrypt(wrong_key, sealed, purpose=purpose)

"""When two spellings of a mail address are one, and when they share a mailbox."""

import pytest

from app.vault.rules import blind_index, mailbox_of, normalise_address


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        (" Ann@Example.ORG ", "ann@example.org"),
        ("ANN@EXAMPLE.ORG", "ann@example.org"),
        ("ａｎｎ@example.org", "ann@example.org"),
        ("straße@example.org", "strasse@example.org"),
    ],
)
def test_spellings_of_one_address_are_the_same(typed: str, same: str) -> None:
    assert normalise_address(typed) == normalise_address(same)


@pytest.mark.parametrize("other", ["an.n@example.org", "ann+1@example.org", "ann@example.com"])
def test_what_may_be_another_person_is_another_address(other: str) -> None:
    assert normalise_address(other) != normalise_address("ann@example.org")


@pytest.mark.parametrize(
    "other", ["an.n@example.org", "ann+1@example.org", "A.N.N+x+y@EXAMPLE.org"]
)
def test_dots_and_tags_reach_the_same_mailbox(other: str) -> None:
    assert mailbox_of(other) == "ann@example.org"


def test_an_index_depends_on_key_scope_and_value() -> None:
    key, other = b"k" * 32, b"o" * 32
    indexes = {
        blind_index(key, "address:1", "ann"),
        blind_index(key, "address:2", "ann"),
        blind_index(key, "address:1", "eve"),
        blind_index(other, "address:1", "ann"),
        blind_index(key, "address:1\0ann", ""),
    }
    assert len(indexes) == 5
    assert {len(index) for index in indexes} == {32}

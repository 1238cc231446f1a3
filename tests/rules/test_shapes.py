"""Addresses that mail can carry, at the edge of what is allowed (RFC 5321)."""

import pytest

from app.registration.shapes import ADDRESS_LENGTH, usual_address

LOCAL = "a" * 64


def address(length: int) -> str:
    """One of so many characters, with labels as long as names of hosts may have."""
    labels = f"{'b' * 61}.{'c' * 61}."
    return f"{LOCAL}@{labels}{'d' * (length - len(LOCAL) - 1 - len(labels) - 4)}.org"


def test_254_characters_are_an_address_and_255_are_not() -> None:
    longest = address(ADDRESS_LENGTH)
    assert len(longest) == 254
    assert usual_address(longest) == longest
    with pytest.raises(ValueError, match="cannot write to this address"):
        usual_address(address(ADDRESS_LENGTH + 1))


@pytest.mark.parametrize(("letters", "fits"), [(50, True), (54, False)])
def test_a_domain_is_as_long_as_it_is_on_its_way(letters: int, fits: bool) -> None:
    foreign = f"{LOCAL}@{'.'.join(['ü' + 'b' * letters] * 3)}.example"
    assert len(foreign) < ADDRESS_LENGTH
    if fits:
        assert usual_address(foreign) == foreign
    else:
        with pytest.raises(ValueError, match="cannot write to this address"):
            usual_address(foreign)

"""Addresses that mail can carry, at the edge of what is allowed (RFC 5321)."""

import pytest

from app.registration.shapes import ADDRESS_LENGTH, usual_address, usual_address_among

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


def test_many_addresses_are_read_as_each_alone() -> None:
    domains: dict[str, str] = {}
    texts = [
        "ann@example.org",
        "ann.lee+x@Example.ORG",
        "POSTMASTER@example.org",
        "postmaster@a.io",
    ]
    texts += ["", "@", "ann", "ann@", "@example.org", ".ann@example.org", "a..b@example.org"]
    texts += ["ann@example", "ann@-example.org", "ann@exa mple.org", "ann@[127.0.0.1]", "a@b@c.org"]
    texts += [
        "ann@bücher.example",
        "آن@example.org",
        '"a b"@example.org',
        "ann@example.org.",
        "a@x.test",
    ]
    texts += [address(254), address(255), f"{'a' * 65}@example.org", "a_b-c@xn--bcher-kva.example"]
    for text in texts * 2:
        try:
            alone = usual_address(text)
        except ValueError as wrong:
            with pytest.raises(ValueError, match=str(wrong)[:30]):
                usual_address_among(text, domains)
        else:
            assert usual_address_among(text, domains) == alone
    assert domains["Example.ORG"] == domains["example.org"] == "example.org"

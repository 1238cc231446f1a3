"""Who counts as one client."""

import pytest

from app.web.limits import network


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("", "no address", True),
    ],
)
def test_a_client_is_an_ipv4_address_or_a_whole_ipv6_network(
    one: str, other: str, same: bool
) -> None:
    assert (network(one) == network(other)) is same

"""Large providers have a name; everybody else's domain has none."""

import pytest

from app.mail.providers import DOMAINS, OTHERS, provider_of


@pytest.mark.parametrize(
    ("address", "provider"),
    [
        ("ann@gmail.com", "Gmail"),
        ("Ann@GoogleMail.com ", "Gmail"),
        ("ann@hotmail.co.uk", "Outlook"),
        ("ann@web.de", "GMX, Web.de"),
        ("ann@mail.her-own.example", OTHERS),
        ("ann@gmail.com.example", OTHERS),
        ("ann@example.gmail.com", OTHERS),
        ("nothing", OTHERS),
    ],
)
def test_whose_an_address_is(address: str, provider: str) -> None:
    assert provider_of(address) == provider


def test_no_domain_stands_twice_and_every_name_fits_its_column() -> None:
    domains = [domain for known in DOMAINS.values() for domain in known]
    assert len(domains) == len(set(domains))
    assert max(map(len, DOMAINS)) <= 20

"""Large mail providers by name, and all others as one.

A domain of one's own names its owner, and one of a small provider nearly does. So what is
counted is counted for these few, each with tens of millions of mailboxes, and for the rest.
"""

DOMAINS = {
    "Gmail": ("gmail.com", "googlemail.com"),
    "Outlook": (
        *("outlook.com", "hotmail.com", "live.com", "msn.com", "outlook.de", "outlook.fr"),
        *("hotmail.co.uk", "hotmail.de", "hotmail.es", "hotmail.fr", "hotmail.it", "live.fr"),
    ),
    "Yahoo": (
        *("yahoo.com", "ymail.com", "rocketmail.com", "aol.com", "yahoo.co.uk", "yahoo.de"),
        *("yahoo.fr", "yahoo.es", "yahoo.it", "yahoo.in", "yahoo.co.in", "yahoo.com.br"),
    ),
    "iCloud": ("icloud.com", "me.com", "mac.com"),
    "GMX, Web.de": ("gmx.de", "gmx.net", "gmx.com", "gmx.at", "gmx.ch", "web.de"),
    "Mail.ru": ("mail.ru", "bk.ru", "inbox.ru", "list.ru"),
    "Yandex": ("yandex.ru", "yandex.com", "ya.ru"),
    "Proton": ("proton.me", "protonmail.com", "pm.me"),
}
OTHERS = ""
"""Every other domain."""

_PROVIDERS = {domain: name for name, domains in DOMAINS.items() for domain in domains}


def provider_of(address: str) -> str:
    """The provider of an address; `OTHERS` where it is none of the large ones."""
    return _PROVIDERS.get(address.rpartition("@")[2].strip().lower(), OTHERS)

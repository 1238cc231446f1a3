"""The shape of what people give, wherever it comes from: a form, or a line of a file."""

import re

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

NAME_LENGTH = 120
ADDRESS_LENGTH = 254
PLAIN_LOCAL = re.compile(r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*")
"""Before the @: what is good and usual as it stands, and what nearly everybody has."""
LOCAL_LENGTH = 64


def usual_address(text: str) -> str:
    """A mail address in its usual form, as one mail server would take it.

    :raises ValueError: in words, when none would, or it is too long
    """
    try:
        # No look-up of the domain: it would tell a name server who signs up.
        checked = validate_email(
            text, check_deliverability=False, allow_smtputf8=False, strict=True
        )
    except EmailNotValidError:
        raise ValueError(
            _("We cannot write to this address. One that works looks like name@example.org.")
        ) from None
    if len(checked.normalized) > ADDRESS_LENGTH:
        raise ValueError(_("This address is too long."))
    return checked.normalized


def usual_address_among(text: str, domains: dict[str, str]) -> str:
    """The same, many times as fast for many addresses: each domain is looked at once.

    :param domains: what was found good so far; whoever has the addresses keeps it as long
    """
    local, _at, domain = text.rpartition("@")
    plain = PLAIN_LOCAL.fullmatch(local) and len(local) <= LOCAL_LENGTH and domain.isascii()
    if not plain:
        return usual_address(text)
    if domain not in domains:
        domains[domain] = usual_address(f"a@{domain}").partition("@")[2]
    address = f"{local}@{domains[domain]}"
    return address if len(address) <= ADDRESS_LENGTH else usual_address(text)

"""The shape of what people give, wherever it comes from: a form, or a line of a file."""

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

NAME_LENGTH = 120
ADDRESS_LENGTH = 254


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

"""What somebody reads in a letter."""

import re
from email.message import EmailMessage


def text_of(letter: EmailMessage) -> str:
    """The plain text."""
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def html_of(letter: EmailMessage) -> str:
    """The HTML."""
    part = letter.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def link_in(letter: EmailMessage, kind: str) -> str:
    """The path of the personal link in a letter; `kind` is `r` or `h`."""
    found = re.search(rf"http://localhost(/{kind}/[\w-]+)", text_of(letter))
    assert found, text_of(letter)
    return found[1]

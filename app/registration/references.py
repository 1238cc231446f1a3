"""What a sign-up is called outside: the same each time, and it tells nothing.

Its number says to the millisecond when somebody signed up (UUIDv7), and where times leave this
house they are rounded to the hour. A reference holds as long as `SECRET_KEY` does.
"""

import uuid

from app.web.tokens import BadToken, make_token, read_token

PURPOSE = "reference"
"""Of its own: no personal link can be made out of one."""


def reference_of(registration_id: uuid.UUID) -> str:
    """46 characters for other tools."""
    return make_token(PURPOSE, registration_id, 0)


def read_reference(text: str) -> uuid.UUID | None:
    """The sign-up behind a reference; None for anything that is none."""
    try:
        return read_token(PURPOSE, text).id
    except BadToken:
        return None

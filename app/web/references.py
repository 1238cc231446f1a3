"""What a row is called outside: the same each time, and it tells nothing.

Its number says to the millisecond when it was made (UUIDv7): when somebody signed up, or offered
a place. Where times leave this house they are rounded to the hour; addresses lie in histories
and logs. A reference holds as long as `SECRET_KEY` does.
"""

import uuid

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError

from app.web.tokens import LENGTH, BadToken, make_token, read_token

PURPOSE = "reference"
"""Of its own: no personal link can be made out of one."""


class ReferenceConverter(BaseConverter):
    """A reference in a path, where views and `url_for` have the number."""

    regex = f"[A-Za-z0-9_-]{{{LENGTH}}}"

    def to_python(self, value: str) -> uuid.UUID:
        """Give the number of the row; nothing is found under anything else."""
        found = read_reference(value)
        if found is None:
            raise ValidationError
        return found

    def to_url(self, value: uuid.UUID) -> str:
        """Write the reference."""
        return reference_of(value)


def init_app(app: Flask) -> None:
    """Let paths and templates write references."""
    app.url_map.converters["reference"] = ReferenceConverter
    app.add_template_filter(reference_of, "reference")


def reference_of(row_id: uuid.UUID) -> str:
    """46 characters for addresses and for other tools."""
    return make_token(PURPOSE, row_id, 0)


def read_reference(text: str) -> uuid.UUID | None:
    """The row behind a reference; None for anything that is none."""
    try:
        return read_token(PURPOSE, text).id
    except BadToken:
        return None

"""Files that people send stay in memory: a list of people must not lie on a disk in clear."""

from io import BytesIO
from typing import IO, Any

from flask import Request


class InMemoryRequest(Request):
    """A request whose uploads are never put into a temporary file, however large they are.

    `max_content_length` bounds them.
    """

    def _get_file_stream(self, *_about: Any, **_more: Any) -> IO[bytes]:
        return BytesIO()

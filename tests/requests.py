"""One HTTP request to a real server, without a session and without following anything."""

import http.client
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 when nobody listens."""

    status: int
    body: bytes = b""
    kind: str = ""


def get(url: str) -> Answer:
    """GET an address."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    try:
        connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
        answer = connection.getresponse()
        return Answer(answer.status, answer.read(), answer.headers.get_content_type())
    except OSError:
        return Answer(0)
    finally:
        connection.close()

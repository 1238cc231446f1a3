"""Asking a web server, with nothing but the standard library.

Every request has a connection of its own, as sync workers close it anyway.
"""

import socket
from collections.abc import Generator, Mapping
from typing import NamedTuple, TypeVar
from urllib.parse import urlencode

PATIENCE = 30.0
"""Seconds after which a client gives up on an answer."""


class Request(NamedTuple):
    """What a browser asks; a request with fields is a POST."""

    path: str
    fields: Mapping[str, str] | None = None
    cookie: str = ""

    def encode(self) -> bytes:
        head = [f"{'GET' if self.fields is None else 'POST'} {self.path} HTTP/1.1"]
        head += ["Host: 127.0.0.1", "Accept: text/html", "Connection: close"]
        body = urlencode(self.fields or {}).encode()
        if self.cookie:
            head.append(f"Cookie: {self.cookie}")
        if self.fields is not None:
            head.append("Content-Type: application/x-www-form-urlencoded")
            head.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*head, "", ""]).encode() + body


class Answer(NamedTuple):
    """What came back; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


Result = TypeVar("Result")
Journey = Generator[Request, Answer, Result]
"""Yields requests, is sent their answers; it has succeeded when it returns."""


class BrokenOff(Exception):
    """The connection ended before the answer was whole, as when its worker was killed."""


class Unexpected(Exception):
    """A whole answer, but not the one that the journey is about."""


def send(port: int, request: Request) -> socket.socket:
    """Ask; the answer can be read from the connection until its end."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    try:
        connection.sendall(request.encode())
    except OSError:
        connection.close()
        raise
    return connection


def ask(port: int, request: Request) -> Answer:
    """Ask and wait for the answer."""
    parts = []
    with send(port, request) as connection:
        while part := connection.recv(1 << 16):
            parts.append(part)
    return read_answer(b"".join(parts))


def walk(port: int, journey: Journey[Result]) -> Result:
    """Walk one journey to its end, and give what it returns."""
    request = next(journey)
    while True:
        answer = ask(port, request)
        try:
            request = journey.send(answer)
        except StopIteration as end:
            result: Result = end.value
            return result


def read_answer(raw: bytes) -> Answer:
    """Take an answer apart.

    :raises BrokenOff: when a part of it is missing
    """
    head, blank, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        name = name.lower()
        # Several cookies become one Cookie header later on; nothing else comes twice.
        cookie = value.strip().partition(";")[0] if name == "set-cookie" else value.strip()
        headers[name] = f"{headers[name]}; {cookie}" if name in headers else cookie
    if not blank or len(body) < int(headers.get("content-length", 0)):
        raise BrokenOff
    return Answer(int(first.split(" ", 2)[1]), headers, body)

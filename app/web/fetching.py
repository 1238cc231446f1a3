"""One careful HTTP request: where a name leads is looked at first, and then gone to.

A playlist can name any address, and a webhook is one that somebody typed: whoever writes either
could let us knock at doors inside the network. We go nowhere but to public addresses and to the
hosts that the operator named;
the address that was checked is the one that is connected to; redirects are answers, not ways.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlsplit

PORTS = {"http": 80, "https": 443}
LONGEST_ADDRESS = 2000
CHUNK = 16_384

Resolve = Callable[..., list[Any]]


class AddressForbidden(Exception):
    """The address is none of ours and leads into a network, or is no web address at all."""


class NoAnswer(Exception):
    """Nobody answered in time, the answer was no HTTP, or it was longer than allowed."""


@dataclass(frozen=True)
class Question:
    """What is sent."""

    method: str = "GET"
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


GET = Question()


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    kind: str
    length: int | None
    """Content-Length, where there was one."""
    body: bytes


def origin(address: str) -> str:
    """Scheme, host and port of an address, in one spelling.

    :raises AddressForbidden: it is no web address
    """
    parts = _parts(address)
    return f"{parts.scheme}://{parts.hostname}:{parts.port or PORTS[parts.scheme]}"


def check(address: str, *, own: Collection[str], resolve: Resolve = socket.getaddrinfo) -> None:
    """See whether an address leads where we go; `fetch` looks again, as names change.

    :raises AddressForbidden: we do not go there
    :raises NoAnswer: nobody knows the name
    """
    parts = _parts(address)
    try:
        _place(parts, private=origin(address) in own, resolve=resolve)
    except (OSError, ValueError) as error:
        raise NoAnswer from error


def fetch(
    address: str,
    *,
    own: Collection[str],
    most_bytes: int,
    seconds: float,
    question: Question = GET,
    resolve: Resolve = socket.getaddrinfo,
) -> Answer:
    """Ask for an address once.

    :param own: origins that may stand in a private network, as `origin` spells them
    :param most_bytes: a longer body is refused
    :param seconds: for everything together, however slowly it drips
    :raises AddressForbidden: we do not go there
    :raises NoAnswer: there was none that can be used
    """
    parts = _parts(address)
    try:
        place = _place(parts, private=origin(address) in own, resolve=resolve)
        return _ask(parts, place, question, most_bytes, time.monotonic() + seconds)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer from error


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        well = parts.scheme in PORTS and parts.hostname and (parts.port or 1) > 0
    except ValueError:
        well, parts = False, SplitResult("", "", "", "", "")
    strange = not address.isascii() or not address.isprintable() or " " in address
    if not well or parts.username is not None or strange or len(address) > LONGEST_ADDRESS:
        raise AddressForbidden
    return parts


def _place(parts: SplitResult, *, private: bool, resolve: Resolve) -> tuple[Any, Any]:
    """The first address of a host: family and socket address. All of them must be allowed."""
    port = parts.port or PORTS[parts.scheme]
    found = resolve(parts.hostname, port, type=socket.SOCK_STREAM)
    if not found:
        raise NoAnswer
    if not private and not all(_is_public(place[4][0]) for place in found):
        raise AddressForbidden
    return found[0][0], found[0][4]


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        # Ways to write an IPv4 address in IPv6; the one inside is what is reached.
        inner = address.ipv4_mapped or address.sixtofour
        nat64 = address in ipaddress.ip_network("64:ff9b::/96")
        if inner is not None or nat64 or address.teredo is not None:
            return inner is not None and _is_public(str(inner))
    return address.is_global and not address.is_multicast


def _ask(
    parts: SplitResult, place: tuple[Any, Any], question: Question, most_bytes: int, end: float
) -> Answer:
    family, at = place
    with socket.socket(family, socket.SOCK_STREAM) as line:
        line.settimeout(_left(end))
        line.connect(at)
        # Each read has a limit of its own; this one ends them all, however they drip. It has
        # a handle of its own, as TLS takes the other one away.
        with line.dup() as handle:
            watchdog = threading.Timer(_left(end), _hang_up, [handle])
            watchdog.start()
            try:
                answer = _talk(parts, line, question, most_bytes)
            finally:
                watchdog.cancel()
                watchdog.join()
        # A body without a length ends as well when we hang up.
        _left(end)
        return answer


def _talk(parts: SplitResult, line: socket.socket, question: Question, most_bytes: int) -> Answer:
    host = parts.hostname or ""
    connection = http.client.HTTPConnection(host, parts.port or PORTS[parts.scheme])
    secure = parts.scheme == "https"
    if secure:
        line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
    # Connected already, to the address that was looked at.
    connection.sock = line
    with closing(connection):
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        ours = {"Host": parts.netloc, "Connection": "close", "User-Agent": "Gatherwide"}
        connection.request(question.method, path, question.body, {**question.headers, **ours})
        return _answer(connection.getresponse(), question.method, most_bytes)


def _answer(response: http.client.HTTPResponse, method: str, most_bytes: int) -> Answer:
    with closing(response):
        body = b"" if method == "HEAD" else _body(response, most_bytes)
        kind = response.headers.get_content_type()
        told = response.headers.get("Content-Length", "")
        return Answer(response.status, kind, int(told) if told.isdecimal() else None, body)


def _body(response: http.client.HTTPResponse, most_bytes: int) -> bytes:
    body = b""
    while chunk := response.read1(CHUNK):
        body += chunk
        if len(body) > most_bytes:
            raise NoAnswer
    if response.length:
        raise NoAnswer  # cut off
    return body


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):  # it may have ended already
        line.shutdown(socket.SHUT_RDWR)


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise NoAnswer
    return left

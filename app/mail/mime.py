"""How a letter is written for the relay: headers and parts (RFC 5322, 2045, 2046, 2183).

The standard library's writer parses, splits and joins each text and header several times,
which took longer than sealing, reading and sending together.
"""

import base64
import binascii
from collections.abc import Iterator
from email.utils import encode_rfc2231, formatdate
from functools import lru_cache

from flask_mail import (
    Attachment,
    BadHeaderError,
    Message,
    sanitize_address,
    sanitize_subject,
)

CRLF = b"\r\n"


def write(message: Message) -> bytes:
    """Write a message with a text, and often HTML and files beside it, as ASCII bytes.

    :raises BadHeaderError: where a header would become two
    """
    number = message.msgId.strip("<>").partition("@")[0]
    body = _alternatives(message, f"=0={number}=")
    if message.attachments:
        parts = [body, *map(_file, message.attachments)]
        body = _multipart("mixed", f"=1={number}=", parts)
    return b"".join(_header(name, value) for name, value in _headers(message)) + body


def _headers(message: Message) -> Iterator[tuple[str, str]]:
    yield "Subject", sanitize_subject(message.subject)
    yield "From", _own_address(message.sender)
    yield "To", ", ".join(map(ascii_address, message.recipients))
    yield "Date", formatdate(message.date)
    yield "Message-ID", message.msgId
    if message.reply_to:
        yield "Reply-To", _own_address(message.reply_to)
    yield from (message.extra_headers or {}).items()
    yield "MIME-Version", "1.0"


def ascii_address(address: str | tuple[str, str]) -> str:
    """An address as headers and the relay take it, its domain in ASCII (RFC 5890).

    :param address: the bare address, or a name and the address
    """
    # The library would parse a text; ours is the address and nothing else.
    name, bare = ("", address) if isinstance(address, str) else address
    return bare if bare.isascii() and not name else sanitize_address((name, bare))


# Of those who send; a handful, and nobody's secret.
_own_address = lru_cache(maxsize=64)(sanitize_address)


def _header(name: str, value: str) -> bytes:
    first, *others = value.splitlines() or [""]
    if any(not line.startswith((" ", "\t")) for line in others):
        raise BadHeaderError(name)
    return (
        f"{name}: ".encode("ascii")
        + CRLF.join(line.encode("ascii") for line in (first, *others))
        + CRLF
    )


def _alternatives(message: Message, boundary: str) -> bytes:
    texts = [_text("plain", message.body or "")]
    texts += [_text(kind, text) for kind, text in message.alts.items()]
    return texts[0] if len(texts) == 1 else _multipart("alternative", boundary, texts)


def _multipart(kind: str, boundary: str, parts: list[bytes]) -> bytes:
    # The boundary holds "=0=" or "=1=", which neither encoding of a part can produce.
    line = b"--" + boundary.encode("ascii")
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"'.encode("ascii")
    inner = b"".join(CRLF + line + CRLF + part for part in parts)
    return head + CRLF + inner + CRLF + line + b"--" + CRLF


def _text(kind: str, text: str) -> bytes:
    # Some relays refuse eight-bit text, and lines over 998 bytes.
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    content = lines.encode()
    mostly_ascii = len(content) < 1.2 * len(lines)
    encoding = "quoted-printable" if mostly_ascii else "base64"
    encoded = binascii.b2a_qp(content, istext=True) if mostly_ascii else _base64(content)
    return (
        f'Content-Type: text/{kind}; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    ).encode("ascii") + encoded.replace(b"\n", CRLF)


def _file(attachment: Attachment) -> bytes:
    content = attachment.data.encode() if isinstance(attachment.data, str) else attachment.data
    name = attachment.filename or "attachment"
    given = f'filename="{name}"'
    if not name.isascii() or '"' in name:
        given = f"filename*={encode_rfc2231(name, 'utf-8')}"
    return (
        _header("Content-Type", attachment.content_type)
        + _header("Content-Disposition", f"{attachment.disposition}; {given}")
        + b"Content-Transfer-Encoding: base64\r\n\r\n"
        + _base64(content).replace(b"\n", CRLF)
    )


def _base64(content: bytes) -> bytes:
    return base64.encodebytes(content)

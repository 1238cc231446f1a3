"""Return addresses that say which letter came back, and that nobody else can write (VERP)."""

import base64
import binascii
import hmac
import re
import uuid
from collections.abc import Callable, Iterable

SIGNATURE_BYTES = 8
_CODE = re.compile(r"\+([a-z2-7]{39})@", re.IGNORECASE)

Sign = Callable[[uuid.UUID], bytes]
"""What turns a letter's id into bytes that only this installation can make."""


def return_address(bounces_to: str, letter_id: uuid.UUID, sign: Sign) -> str:
    """Where a letter comes back to: `bounces+CODE@domain` for `bounces@domain`."""
    local, _at, domain = bounces_to.rpartition("@")
    signed = letter_id.bytes + sign(letter_id)[:SIGNATURE_BYTES]
    # Of one case, for some servers keep none.
    code = base64.b32encode(signed).decode().rstrip("=").lower()
    return f"{local}+{code}@{domain}"


def find_letter(headers: Iterable[str], sign: Sign) -> uuid.UUID | None:
    """The letter that one of these header values names; None where no code is ours."""
    for value in headers:
        for code in _CODE.findall(value):
            letter_id = _read(code, sign)
            if letter_id is not None:
                return letter_id
    return None


def _read(code: str, sign: Sign) -> uuid.UUID | None:
    try:
        signed = base64.b32decode(code.upper() + "=")
    except binascii.Error:
        return None
    letter_id = uuid.UUID(bytes=signed[:16])
    genuine = hmac.compare_digest(signed[16:], sign(letter_id)[:SIGNATURE_BYTES])
    return letter_id if genuine else None

"""An authenticator in Python: it makes passkeys and answers for them, as a browser hands it on."""

import hashlib
import json
import os
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from uuid_utils.compat import uuid7

from app.database import transaction
from app.staff import unlock
from app.staff.models import Organizer, OrganizerPasskey

PRESENT, MADE = 0x01, 0x40


@dataclass
class Authenticator:
    """One passkey for one site."""

    origin: str
    host: str
    count: int = 0
    """How often it has signed."""
    id: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, question: str) -> str:
        """The answer to a request for a new passkey."""
        point = self.key.public_key().public_numbers()
        public = {
            1: 2,
            3: -7,
            -1: 1,
            -2: point.x.to_bytes(32, "big"),
            -3: point.y.to_bytes(32, "big"),
        }
        known = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(public)
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(PRESENT | MADE) + known}
        client = self._client("webauthn.create", question)
        return self._answer(
            clientDataJSON=_text(client),
            attestationObject=_text(cbor2.dumps(attestation)),
            transports=["internal", "carrier-pigeon"],
        )

    def sign(self, question: str) -> str:
        """The answer to a request for a signature."""
        self.count += 1
        client, data = self._client("webauthn.get", question), self._data(PRESENT)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=_text(client),
            authenticatorData=_text(data),
            signature=_text(signature),
        )

    def _client(self, kind: str, question: str) -> bytes:
        challenge = json.loads(question)["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, flags: int) -> bytes:
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([flags]) + self.count.to_bytes(4, "big")

    def _answer(self, **response: Any) -> str:
        name = _text(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def make_passkey(organizer: Organizer, *, now: datetime) -> str:
    """A passkey of somebody's; its id out."""
    name = unlock.seal_to_self(
        organizer.public_key, "Telephone", what="passkey", holder=organizer.address_index
    )
    row = OrganizerPasskey(
        id=uuid7(),
        organizer_id=organizer.id,
        credential_id=os.urandom(32),
        public_key=b"",
        sign_count=0,
        transports=["internal"],
        name_box=name,
        created_at=now,
    )
    with transaction() as session:
        session.add(row)
    return str(row.id)


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()

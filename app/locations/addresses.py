"""The address of a home, sealed so that each reader needs a key of their own.

The organizers have theirs. A guest's key travels in the link of the letters that go to
confirmed or invited guests: the mailer can open it, this server cannot, and it shows the
address only to somebody who comes with such a link, once the host has released it.
"""

import json
import os
from base64 import b64decode, b64encode
from datetime import datetime
from typing import Protocol, TypedDict

from app.events.models import Event
from app.vault import rules as vault_rules
from app.vault.errors import BoxDoesNotOpen, KeyMissing
from app.vault.keyfiles import event_audience, mailer_audience
from app.vault.rules import binding
from app.vault.service import Opener, current_vault
from app.web.tokens import SECRET_BYTES


class Boxes(TypedDict):
    """The three columns of a sealed address."""

    address_box: bytes
    guest_box: bytes
    guest_key_box: bytes


class Sealed(Protocol):
    """What is read of a location."""

    @property
    def event_id(self) -> int: ...
    @property
    def public_id(self) -> str: ...
    @property
    def address_box(self) -> bytes | None: ...
    @property
    def guest_box(self) -> bytes | None: ...
    @property
    def guest_key_box(self) -> bytes | None: ...


def seal_address(*, event: Event, public_id: str, address: str, now: datetime) -> Boxes:
    """Seal the address of a home; call it before the act's transaction."""
    vault, secret = current_vault(), os.urandom(SECRET_BYTES)
    audience = event_audience(event.key_id)

    def seal(audience: str, column: str, values: dict[str, str]) -> bytes:
        place = binding("location", column, event.id, public_id)
        return vault.seal(audience, values, bound_to=place, now=now)

    purpose = binding("location", "guest_box", event.id, public_id)
    plain = vault_rules.pad(json.dumps({"address": address}, ensure_ascii=False).encode())
    under_secret = vault_rules.encrypt(
        vault_rules.derive_key(secret, purpose), plain, purpose=purpose
    )
    return {
        "address_box": seal(audience, "address_box", {"address": address}),
        # With the event's shredding key around it: old letters must open nothing after the purge.
        "guest_box": vault.wrap(audience, under_secret),
        "guest_key_box": seal(
            mailer_audience(event.key_id), "guest_key_box", {"key": b64encode(secret).decode()}
        ),
    }


def open_for_organizers(location: Sealed, opener: Opener | None) -> str | None:
    """Return the address of a home with an organizer's key; None where there is none to open."""
    if opener is None or location.address_box is None:
        return None
    place = binding("location", "address_box", location.event_id, location.public_id)
    try:
        return str(opener.open(location.address_box, place)["address"])
    except BoxDoesNotOpen:
        return None


def open_for_guest(location: Sealed, key_id: int, secret: bytes | None) -> str | None:
    """Return the address of a home with the secret of a guest's link; None if it does not fit."""
    if secret is None or location.guest_box is None:
        return None
    purpose = binding("location", "guest_box", location.event_id, location.public_id)
    key = vault_rules.derive_key(secret, purpose)
    try:
        under_secret = current_vault().unwrap(event_audience(key_id), location.guest_box)
        plain = vault_rules.decrypt(key, under_secret, purpose=purpose)
    except (BoxDoesNotOpen, KeyMissing):
        return None
    return str(json.loads(plain.rstrip(b"\0"))["address"])


def guest_secret(location: Sealed, mailer: Opener) -> bytes | None:
    """Return the secret that a guest's link must carry, with the mailer's key."""
    if location.guest_key_box is None:
        return None
    place = binding("location", "guest_key_box", location.event_id, location.public_id)
    return b64decode(mailer.open(location.guest_key_box, place)["key"])

"""Names that guests give to their host, sealed so that only the host's link opens them.

Each offered location has a pair of keys of its own. Whoever has the public one can seal a
name. The private one is made out of a secret that travels in the host's link: the mailer can
open it to write that link, and this server cannot.
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from app.events.models import Event
from app.locations.models import HostKey
from app.vault import rules as vault_rules
from app.vault.errors import BoxDoesNotOpen, KeyMissing
from app.vault.keyfiles import event_audience, mailer_audience
from app.vault.rules import binding
from app.vault.service import Opener, current_vault
from app.web.tokens import SECRET_BYTES

PURPOSE: Final = "names that guests give to their host"


def make_key(*, event: Event, public_id: str, now: datetime) -> HostKey:
    """Return a new pair for a location, not stored; call it before the act's transaction."""
    secret = os.urandom(SECRET_BYTES)
    sealed = current_vault().seal(
        mailer_audience(event.key_id),
        {"key": b64encode(secret).decode()},
        bound_to=binding("host_key", "secret_box", event.id, public_id),
        now=now,
    )
    return HostKey(public_key=_pair(secret).public, secret_box=sealed)


def seal_name(*, event: Event, key: HostKey, guest_id: UUID, name: str) -> bytes:
    """Return the box of a guest's name; only the link of the location's host opens it."""
    audience = event_audience(event.key_id)
    plain = vault_rules.pad(json.dumps({"name": name}, ensure_ascii=False).encode())
    sealed = vault_rules.seal_to(key.public_key, plain, purpose=_place(event, guest_id))
    # With the event's shredding key around it: old links must open nothing after the purge.
    return current_vault().wrap(audience, sealed)


def open_names(event: Event, secret: bytes | None, boxes: Mapping[UUID, bytes]) -> dict[UUID, str]:
    """Return the names that the secret of a host's link opens, by guest; {} if it does not fit."""
    if secret is None or not boxes:
        return {}
    private, audience = _pair(secret).private, event_audience(event.key_id)
    names = {}
    for guest_id, box in boxes.items():
        try:
            sealed = current_vault().unwrap(audience, box)
            plain = vault_rules.open_with(private, sealed, purpose=_place(event, guest_id))
        except (BoxDoesNotOpen, KeyMissing):
            continue
        names[guest_id] = str(json.loads(plain.rstrip(b"\0"))["name"])
    return names


def host_secret(key: HostKey | None, event: Event, public_id: str, mailer: Opener) -> bytes | None:
    """Return the secret that a host's link must carry, with the mailer's key."""
    if key is None:
        return None
    place = binding("host_key", "secret_box", event.id, public_id)
    return b64decode(mailer.open(key.secret_box, place)["key"])


def _pair(secret: bytes) -> vault_rules.KeyPair:
    return vault_rules.key_pair_from(secret, PURPOSE)


def _place(event: Event, guest_id: UUID) -> str:
    return binding("guest_name", "box", event.id, guest_id)

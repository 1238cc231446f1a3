"""Who may fetch the media: signed paths, made here and checked by nginx or by us alike."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, current_app

from app.livestream import ingest, rules
from app.livestream.errors import PathExpired, PathForbidden
from app.livestream.models import IngestKey
from app.livestream.presence import Tickets
from app.livestream.rules import Pass, PathAnswer, Viewer
from config import Config


@dataclass(frozen=True)
class Gate:
    """What signs and checks."""

    base: str
    """Scheme and host of the media server; empty where it is our own."""
    secret: str
    viewer_key: bytes
    tickets: Tickets
    ingest_key: bytes


def init_app(app: Flask, config: Config) -> None:
    """Set the gate up; without a MEDIA_SECRET there is none, and no stream."""
    app.extensions["gate"] = None
    if not config.MEDIA_SECRET:
        return
    secret = config.SECRET_KEY.get_secret_value().encode()
    app.extensions["gate"] = Gate(
        base=config.media_origin or "",
        secret=config.MEDIA_SECRET.get_secret_value(),
        viewer_key=_derive(secret, b"media viewers"),
        tickets=Tickets(_derive(secret, b"presence")),
        ingest_key=_derive(secret, b"encoders"),
    )


def tickets(app: Flask) -> Tickets | None:
    """What makes and reads the tickets of locations, or None where there is no stream."""
    gate: Gate | None = app.extensions["gate"]
    return gate.tickets if gate else None


def find_viewer(registration_id: uuid.UUID, version: int) -> str | None:
    """The viewer's name of a sign-up's link, or None where no media server is set up.

    A replaced link is another viewer, so that one that leaked can be shut out.
    """
    gate = _gate()
    if gate is None:
        return None
    return rules.viewer_of(gate.viewer_key, registration_id.bytes + version.to_bytes(2, "big"))


def find_pass(
    registration_id: uuid.UUID,
    version: int,
    event: str,
    now: datetime,
    *,
    screen: str = "",
    steady: bool = False,
) -> Pass | None:
    """Make a pass for a sign-up's link, or None where no media server is set up.

    :param event: its slug; the pass opens the streams of no other
    :param screen: the name of the screen that it is for
    :param steady: for a player that cannot change its address
    """
    gate, viewer = _gate(), find_viewer(registration_id, version)
    if gate is None or viewer is None:
        return None
    made = rules.make_pass(gate.secret, Viewer(viewer, screen, steady), event, now)
    return made._replace(prefix=gate.base + made.prefix)


def find_watcher_pass(event: str, now: datetime) -> Pass | None:
    """Make a pass for the watcher of the sources, or None where no media server is set up."""
    gate = _gate()
    if gate is None:
        return None
    watcher = Viewer(rules.viewer_of(gate.viewer_key, b"the watcher"))
    made = rules.make_pass(gate.secret, watcher, event, now)
    return made._replace(prefix=gate.base + made.prefix)


def check(signature: str, expiry: str, viewer: str, event: str, now: datetime) -> Viewer:
    """Let nobody pass without a good signature, and say who has it.

    :raises PathForbidden: there is none, or it was made for something else
    :raises PathExpired: it was good
    """
    gate = _gate()
    answer = PathAnswer.FORBIDDEN
    if gate is not None:
        answer = rules.check_path(gate.secret, signature, expiry, viewer, event, now)
    if answer == PathAnswer.FORBIDDEN:
        raise PathForbidden
    if answer == PathAnswer.EXPIRED:
        raise PathExpired
    return rules.read_viewer(viewer)


def key_of(key: IngestKey) -> str:
    """What an encoder shows; empty where no media server is set up."""
    gate = _gate()
    return ingest.key_of(gate.ingest_key, key.id, key.expires_at) if gate else ""


def opens(key: IngestKey, given: str) -> bool:
    """Whether an encoder showed this key."""
    gate = _gate()
    return gate is not None and ingest.is_key(gate.ingest_key, given, key.id, key.expires_at)


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)


def _gate() -> Gate | None:
    gate: Gate | None = current_app.extensions["gate"]
    return gate

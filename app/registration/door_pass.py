"""What a guest shows at the door: a short code, and the same as a QR code."""

import uuid

from markupsafe import Markup

from app.registration.rules import door_code
from app.vault.service import current_vault
from app.web import links
from app.web.qr import draw_qr, picture_qr


def code_of(registration_id: uuid.UUID) -> str:
    """The code of a sign-up at the door; it is stored nowhere."""
    return door_code(current_vault().files.index_key, registration_id.hex)


def drawing_of(registration_id: uuid.UUID) -> Markup:
    """Its QR code, to stand inside a page."""
    return draw_qr(_link(registration_id))


def picture_of(registration_id: uuid.UUID) -> bytes:
    """Its QR code as a PNG, to go with a letter."""
    return picture_qr(_link(registration_id))


def _link(registration_id: uuid.UUID) -> str:
    # It opens nothing of anybody, but for a phone that was given this door.
    return links.absolute("hosting.scanned", code=code_of(registration_id))

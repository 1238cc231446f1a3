"""QR codes of our own links."""

import io

import segno
from markupsafe import Markup
from segno import QRCode


def draw_qr(link: str) -> Markup:
    """A link as an SVG of paths, to stand inside a page."""
    # Nothing in it comes from a visitor.
    return Markup(_make(link).svg_inline(omitsize=True, border=2))  # noqa: S704


def picture_qr(link: str) -> bytes:
    """The same as a small PNG, to go with a letter."""
    file = io.BytesIO()
    _make(link).save(file, kind="png", scale=4, border=4)
    return file.getvalue()


def _make(link: str) -> QRCode:
    # Trying out all eight masks for the prettiest takes three times as long, and every mask
    # can be read.
    return segno.make(link, error="m", micro=False, boost_error=False, mask=3)

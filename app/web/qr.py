"""QR codes of our own links."""

import segno
from markupsafe import Markup


def draw_qr(link: str) -> Markup:
    """A link as an SVG of paths, to stand inside a page."""
    # Nothing in it comes from a visitor.
    return Markup(segno.make(link, error="m").svg_inline(omitsize=True, border=2))  # noqa: S704

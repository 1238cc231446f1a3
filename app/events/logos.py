"""A logo as uploaded, and as everybody gets it: drawn anew, small, nothing else in it."""

from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from app.events.errors import LogoTooLarge, LogoUnreadable

if TYPE_CHECKING:
    from PIL import Image as Images

LARGEST_FILE: Final = 1024 * 1024
LARGEST_SIDE: Final = 4000
FORMATS: Final = ("PNG", "JPEG", "WEBP")
"""No SVG: it can hold scripts and ask other sites for things."""
BOX: Final = (320, 96)
"""Twice the height at which pages show it."""
HEAVY: Final = 24 * 1024


class Logo(NamedTuple):
    """A PNG file, and the name that says its content and size."""

    name: str
    content: bytes


def read_logo(file: bytes) -> Logo:
    """Draw an uploaded picture anew, so that nothing but its points is left of it.

    :raises LogoTooLarge: more bytes or points than a logo needs
    :raises LogoUnreadable: it is no PNG, JPEG or WebP picture, or a broken one
    """
    if len(file) > LARGEST_FILE:
        raise LogoTooLarge
    logo = _fitted(_opened(file))
    content = _packed(logo)
    digest = sha256(content).hexdigest()[:12]
    return Logo(f"{digest}-{logo.width}x{logo.height}", content)


def _opened(file: bytes) -> "Images.Image":
    """The picture itself: the first one where it moves, upright."""
    from PIL import Image, ImageOps  # noqa: PLC0415

    try:
        picture = Image.open(BytesIO(file), formats=FORMATS)
        # The size stands in the first bytes; the points of a bomb are never unpacked.
        if max(picture.size) > LARGEST_SIDE:
            raise LogoTooLarge
        return ImageOps.exif_transpose(picture).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise LogoTooLarge from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError) as error:
        # What the decoders raise over bytes that are not what they say.
        raise LogoUnreadable from error


def _fitted(picture: "Images.Image") -> "Images.Image":
    """A copy that holds points alone, no larger than the box, without an empty rim."""
    from PIL import Image  # noqa: PLC0415

    drawn = picture.getbbox()
    if drawn is None:
        raise LogoUnreadable
    logo = Image.new("RGBA", (drawn[2] - drawn[0], drawn[3] - drawn[1]))
    logo.paste(picture.crop(drawn))
    logo.thumbnail(BOX, Image.Resampling.LANCZOS)
    return logo


def _packed(logo: "Images.Image") -> bytes:
    """A PNG file; one with fewer colours where it would be heavy, as a photograph is."""
    from PIL import Image  # noqa: PLC0415

    content = _png(logo)
    if len(content) > HEAVY:
        content = _png(logo.quantize(128, method=Image.Quantize.FASTOCTREE))
    return content


def _png(picture: "Images.Image") -> bytes:
    file = BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()

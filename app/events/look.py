"""What an event's pages look like: a small style sheet in its colour, and its logo.

Both have addresses that carry their content, so browsers keep them for a year.
"""

from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple, Protocol

from flask import Flask, url_for

from app.events.colours import Shades, tint


class Styled(Protocol):
    """What is asked of an event: an `Event`, its `EventHead` or its `EventName`."""

    @property
    def slug(self) -> str: ...
    @property
    def colour(self) -> str | None: ...
    @property
    def logo(self) -> str | None: ...


class Picture(NamedTuple):
    """Where a picture is, and how large."""

    url: str
    width: int
    height: int


def init_app(app: Flask) -> None:
    """Give templates the addresses of an event's style sheet and logo."""
    app.jinja_env.globals.update(style_of=style_of, logo_of=logo_of)


@lru_cache(64)
def style_sheet(colour: str) -> str:
    """The accent of the pages in this colour, light and dark."""
    shades = tint(colour)
    assert shades is not None
    light, dark = (_tokens(one) for one in shades)
    return (
        f"@layer tokens{{:root{{{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}}}"
        f"@layer components{{.bar{{box-shadow:inset 0 -4px {shades.dark.accent}}}}}\n"
    )


@lru_cache(64)
def style_name(colour: str) -> str:
    """What the style sheet's address says of its content."""
    return sha256(style_sheet(colour).encode()).hexdigest()[:12]


def style_of(event: Any) -> str:
    """The address of an event's style sheet; '' when it has none, or this is no event."""
    colour = getattr(event, "colour", None)
    if not colour:
        return ""
    return url_for("events.style", event=event.slug, name=style_name(colour))


def logo_of(event: Styled) -> Picture | None:
    """An event's logo, or None."""
    if not event.logo:
        return None
    width, height = event.logo.rpartition("-")[2].split("x")
    return Picture(
        url_for("events.logo", event=event.slug, name=event.logo), int(width), int(height)
    )


def _tokens(shades: Shades) -> str:
    return (
        f"--accent:{shades.accent};--accent-2:{shades.hover};--accent-ink:{shades.ink};"
        f"--accent-wash:{shades.wash};--focus:{shades.accent}"
    )

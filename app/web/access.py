"""Every route says who may use it. A standing test walks them all.

`public`: anybody. `holder`: whoever has the personal link in the path. `viewer`: whoever
has a signed media path. `phone`: whoever was given a door. `encoder`: whoever has a key for a
feed. Staff routes are marked by `app.staff.access`, which also enforces it.
"""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def mark(view: View, audience: str) -> View:
    """Write on a view who may use it; the standing test reads it."""
    view.audience = audience  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Anybody may use this view."""
    return mark(view, "public")


def holder(view: View) -> View:
    """Whoever has the link may use this view; it checks the token itself."""
    return mark(view, "holder")


def viewer(view: View) -> View:
    """Whoever has a path that we signed may use this view; it checks the signature itself."""
    return mark(view, "viewer")


def encoder(view: View) -> View:
    """Whoever has the key of a feed may use this view; it checks the key itself."""
    return mark(view, "encoder")


def phone(view: View) -> View:
    """A browser that was given a door may use this view; it looks for the cookie itself."""
    return mark(view, "phone")

"""Which browser somebody uses, as far as a list of sessions needs it: no version, no device."""

from typing import NamedTuple

FAMILIES = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}
"""What a browser calls itself. Most also name those further down, so the first hit counts."""


class Browser(NamedTuple):
    """The browser of a sign-in."""

    mark: str = ""
    """What an earlier sign-in left there; '' where none did."""
    family: str = ""


def family_of(user_agent: str) -> str:
    """Browser and system, such as "Firefox · Android"; '' where neither is known."""
    named = (_first(FAMILIES, user_agent), _first(SYSTEMS, user_agent))
    return " · ".join(name for name in named if name)


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for sign, name in names.items() if sign in user_agent), "")

"""Tokens: what they look like, what they open, and how long."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

LOCATIONS_READ = "locations.read"
LOCATIONS_STAFF = "locations.staff"
COUNTS_READ = "counts.read"
COUNTS_EXACT = "counts.exact"
PEOPLE_READ = "people.read"
SCOPES = (LOCATIONS_READ, LOCATIONS_STAFF, COUNTS_READ, COUNTS_EXACT, PEOPLE_READ)
INCLUDED = {LOCATIONS_STAFF: LOCATIONS_READ, COUNTS_EXACT: COUNTS_READ}
"""What a scope brings with it."""

LIFETIMES = (30, 90, 365)
"""Days; there is no token without an end."""
SHOWN_LIMIT = timedelta(minutes=10)
"""How long a new token is shown to whoever does not say that it is kept."""
SECRET_BYTES = 32
_TOKEN = re.compile(r"gwt_([0-9a-f]{16})_([A-Za-z0-9_-]{43})", re.ASCII)


class Written(NamedTuple):
    """The two halves of a token: which one it is, and what proves it."""

    id: str
    secret: str


def write_token(token_id: str, secret: str) -> str:
    """A token as a tool sends it; its beginning lets scanners find one that was leaked."""
    return f"gwt_{token_id}_{secret}"


def read_token(text: str) -> Written | None:
    """The halves of a token, or None where a text is none."""
    found = _TOKEN.fullmatch(text)
    return Written(*found.groups()) if found else None


def with_included(scopes: set[str]) -> list[str]:
    """The scopes that were chosen and those that they bring with them, in their usual order."""
    wanted = scopes | {INCLUDED[scope] for scope in scopes if scope in INCLUDED}
    return [scope for scope in SCOPES if scope in wanted]


def is_shown(created_at: datetime, now: datetime) -> bool:
    """Whether a new token may still be shown."""
    return now < created_at + SHOWN_LIMIT


def hour_of(moment: datetime) -> datetime:
    """The hour of a use: finer times would tell how somebody works."""
    return moment.replace(minute=0, second=0, microsecond=0)

"""The sessions of one account, as its owner sees them."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app.staff import queries, unlock
from app.staff.browsers import Browser
from app.staff.models import Organizer, OrganizerSession
from app.staff.person import SignedIn
from app.staff.rules import SessionLimits

WHAT = "browser"


class SessionLine(NamedTuple):
    """One session: in which browser, since when, and when it was used last."""

    id: UUID
    browser: str
    """Such as "Firefox · Android"; '' where it is not known."""
    since: datetime
    used_at: datetime
    is_this: bool


def open_sessions(
    person: SignedIn, this: UUID, limits: SessionLimits, now: datetime
) -> list[SessionLine]:
    """Every session of somebody that has not ended, the one used last first."""
    return [
        SessionLine(row.id, _browser(person, row), row.created_at, row.seen_at, row.id == this)
        for row in queries.sessions_of(person.id, limits, now)
    ]


def seal_browser(organizer: Organizer, browser: Browser) -> bytes | None:
    """A browser's family, for the eyes of the account that signs in with it."""
    if not browser.family:
        return None
    holder = organizer.address_index
    return unlock.seal_to_self(organizer.public_key, browser.family, what=WHAT, holder=holder)


def _browser(person: SignedIn, row: OrganizerSession) -> str:
    return person.open_own(row.browser_box, WHAT)

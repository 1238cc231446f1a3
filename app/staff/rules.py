"""Roles, passwords and how long a sign-in lasts."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from app.gazetteer.scopes import tidy
from app.staff.errors import WeakPassword

FIRST_KEY_ID = 1
"""The event key that `flask keys create` makes; each later event gets one of its own."""

OWNER, MANAGER, COORDINATOR, VIEWER = "owner", "manager", "coordinator", "viewer"
APPROVER = "approver"
"""Decides about offered places, and sees nothing of sign-ups."""

DESK_OPEN = "desk.open"
"""Come in, and see which events there are."""
NUMBERS_READ = "numbers.read"
PEOPLE_READ = "people.read"
PEOPLE_WRITE = "people.write"
PEOPLE_EXPORT = "people.export"
PEOPLE_IMPORT = "people.import"
"""Sign up many from a file: of any country, so nobody who is bound to some."""
OFFERS_READ = "offers.read"
OFFERS_WRITE = "offers.write"
KEY_HOLD = "key.hold"
"""Be given the event's key."""
MAIL_WRITE = "mail.write"
MAIL_ANNOUNCE = "mail.announce"
"""Write to many: a coordinator to the own countries, the others to everybody."""
MESSAGES_WRITE = "messages.write"
"""Read, approve and reject what people who watch send; it names nobody."""
TEAM_WRITE = "team.write"
LIVE_WRITE = "live.write"
EVENT_WRITE = "event.write"
"""What the event is called and says, when it is, and who may sign up how."""
ACCOUNT_OWN = "account.own"
LOG_OWN = "log.own"
"""What one did oneself."""
LOG_READ = "log.read"
"""What everybody did."""

EVERYBODY = frozenset({DESK_OPEN, ACCOUNT_OWN, LOG_OWN})
WITH_NUMBERS = EVERYBODY | {NUMBERS_READ}
WITH_OFFERS = EVERYBODY | {OFFERS_READ, OFFERS_WRITE, KEY_HOLD}
WITH_PEOPLE = WITH_NUMBERS | WITH_OFFERS | {PEOPLE_READ, PEOPLE_WRITE, PEOPLE_EXPORT, MAIL_ANNOUNCE}
WITH_EVENT = WITH_PEOPLE | {
    *(MAIL_WRITE, LIVE_WRITE, EVENT_WRITE, MESSAGES_WRITE, PEOPLE_IMPORT),
}
PERMISSIONS = {
    OWNER: WITH_EVENT | {TEAM_WRITE, LOG_READ},
    MANAGER: WITH_EVENT,
    COORDINATOR: WITH_PEOPLE,
    APPROVER: WITH_OFFERS,
    VIEWER: WITH_NUMBERS,
}

MAY_BE_BOUND = frozenset({COORDINATOR, APPROVER})
"""To countries or regions. A coordinator is, and an approver may be."""

STRONGEST_FIRST = (OWNER, MANAGER, COORDINATOR, APPROVER, VIEWER)

MIN_PASSWORD = 12
MAX_PASSWORD = 1000
SEEN_EVERY = timedelta(minutes=1)
PROOF_LIMIT = timedelta(minutes=15)
"""How long ago a second factor, or a password, may have been given by whoever takes lists out."""
HALF_LIMIT = timedelta(minutes=10)
"""Between the password and the code."""
SET_UP_LIMIT = timedelta(minutes=30)
SHOWN_LIMIT = timedelta(minutes=10)
"""How long new recovery codes are shown to whoever does not say that they are kept."""
MAX_WRONG_CODES = 10
WRONG_CODES_LIMIT = timedelta(hours=1)
MOST_PASSKEYS = 10
STEP = timedelta(minutes=5)
"""How long a passkey's question stands; an answer may come one step late."""
INVITATION_LIMIT = timedelta(days=7)
RESET_LIMIT = timedelta(hours=1)
"""How long a link to a new password works."""
DESK = "/organizer"
# No segment is empty or begins with a dot, so nothing here can climb or name a host.
FILE_ENDING = re.compile(r"\.(?:csv|xlsx)(?=\?|$)")
ON_DESK = re.compile(DESK + r"(?:/[\w~%-][\w~%.-]*)*/?(?:\?[\w~%=&+.,:-]*)?", re.ASCII)


def may(role: str, permission: str) -> bool:
    """Whether a role includes a permission."""
    return permission in PERMISSIONS[role]


def ends_grant(before: str, after: str) -> bool:
    """Whether another role ends what somebody holds: the key, or the tokens that hang on it."""
    return any(
        may(before, permission) and not may(after, permission)
        for permission in (KEY_HOLD, TEAM_WRITE)
    )


def strongest(roles: Iterable[str]) -> str:
    """As what somebody acts outside of any event, who has these roles in some."""
    return min(roles, key=STRONGEST_FIRST.index)


def role_now(role: str, reset_at: datetime | None) -> str:
    """As what an account acts: as a viewer while nobody has said that a reset was its own."""
    return role if reset_at is None else VIEWER


def new_password(text: str) -> str:
    """A password as it is hashed: the same one from every keyboard (NFKC).

    :raises WeakPassword: shorter than 12 characters
    """
    password = spelled_alike(text)
    if len(password) < MIN_PASSWORD:
        raise WeakPassword
    return password


def spelled_alike(password: str) -> str:
    """The same characters for the same password, whichever way a device composes them."""
    return unicodedata.normalize("NFKC", password)


class SessionLimits(NamedTuple):
    """When a session ends by itself; an operator sets both."""

    idle: timedelta = timedelta(minutes=60)
    whole: timedelta = timedelta(hours=12)


def session_is_alive(
    created_at: datetime, seen_at: datetime, now: datetime, limits: SessionLimits
) -> bool:
    """Neither idle for too long nor too old, however busy."""
    return now < seen_at + limits.idle and now < created_at + limits.whole


def is_proven(proven_at: datetime | None, now: datetime) -> bool:
    """Whether somebody showed lately enough that it is really them."""
    return is_within(PROOF_LIMIT, proven_at, now)


def steps_of(now: datetime) -> tuple[int, int]:
    """The step of time of now, and the one before."""
    step = int(now.timestamp() // STEP.total_seconds())
    return step, step - 1


def is_due_to_be_seen(seen_at: datetime, now: datetime) -> bool:
    """Whether the last sight of a session is old enough to be written again."""
    return now >= seen_at + SEEN_EVERY


def may_guess(wrong: int, since: datetime | None, now: datetime) -> bool:
    """Whether an account takes another code: ten wrong ones within an hour are enough."""
    return wrong < MAX_WRONG_CODES or not is_within(WRONG_CODES_LIMIT, since, now)


def is_within(limit: timedelta, since: datetime | None, now: datetime) -> bool:
    """Whether something that began then is not over yet."""
    return since is not None and now < since + limit


def safe_next(path: str | None) -> str | None:
    """A path on the desk to go on to, or None: never another site, nor another part of this one."""
    return path if path and ON_DESK.fullmatch(path) else None


def page_before(path: str) -> str:
    """The page on which a file of the desk is asked for, with the same filters."""
    return FILE_ENDING.sub("", path)


def countries_of(scope: list[str]) -> list[str]:
    """Countries and regions in one spelling and order, each once."""
    return tidy(scope)

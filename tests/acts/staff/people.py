"""Signing in without a browser, and reading what that opens."""

from datetime import datetime

from sqlalchemy import select

from app.audit.models import AuditEntry
from app.database import db
from app.registration.models import Registration
from app.staff import codes, factors, queries, service, unlock
from app.staff.errors import SignInRefused
from app.staff.models import OrganizerTotp
from app.staff.person import SignedIn, person_of
from app.vault.rules import binding
from tests.factories import PASSWORD

__all__ = [
    "OMAR",
    "PASSWORD",
    "acts",
    "app_of",
    "can_sign_in",
    "finish",
    "name_read_by",
    "person",
    "turn_on",
]

OMAR = "omar@example.org"


def person(
    email: str, now: datetime, password: str = PASSWORD, begun: service.SignIn | None = None
) -> SignedIn:
    """Somebody as a request of theirs sees them, out of the session's row and its cookie key."""
    begun = begun or service.sign_in(email=email, password=password, now=now)
    found = queries.find_session(begun.session_id)
    assert found is not None
    unlocked = unlock.take_up(found.session.keys_box, begun.cookie_key, begun.session_id)
    return person_of(
        begun.organizer,
        unlocked,
        found.grants,
        found.posts,
        second_factor=found.second_factor,
        demanded=found.demanded,
        proven_at=found.session.proven_at,
    )


def acts() -> list[str]:
    """What the log says was done, from the first to the last."""
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def app_of(somebody: SignedIn) -> OrganizerTotp | None:
    """The row of somebody's app."""
    return factors.find_app(somebody.id)


def turn_on(somebody: SignedIn, now: datetime) -> bytes:
    """Set up a second factor; the app's secret out. The code of that moment is used."""
    service.begin_set_up(person=somebody, now=now)
    secret = service.secret_waiting(somebody, app_of(somebody), now)
    assert secret is not None
    service.confirm(person=somebody, code=codes.code_at(secret, now), now=now)
    return secret


def finish(half: service.SignIn, code: str, now: datetime) -> service.SignIn:
    """The second step of a sign-in."""
    return service.finish_sign_in(
        half_id=half.session_id, cookie_key=half.cookie_key, code=code, now=now
    )


def can_sign_in(email: str, now: datetime, password: str = PASSWORD) -> bool:
    """Whether the address and the password belong together."""
    try:
        service.sign_in(email=email, password=password, now=now)
    except SignInRefused:
        return False
    return True


def name_read_by(reader: SignedIn, registration: Registration) -> str:
    """The name inside a registration, opened with somebody's own key."""
    opener = reader.opener(1)
    assert opener is not None
    place = binding("registration", "identity_box", registration.event_id, registration.id)
    return str(opener.open(registration.identity_box, place)["name"])

"""Signing in without a browser, and reading what that opens."""

from datetime import datetime

from app.registration.models import Registration
from app.staff import queries, service, unlock
from app.staff.errors import SignInRefused
from app.staff.person import SignedIn, person_of
from app.vault.rules import binding
from tests.factories import PASSWORD

__all__ = ["PASSWORD", "can_sign_in", "name_read_by", "person"]


def person(email: str, now: datetime, password: str = PASSWORD) -> SignedIn:
    """Somebody as a request of theirs sees them, out of the session's row and its cookie key."""
    begun = service.sign_in(email=email, password=password, now=now)
    found = queries.find_session(begun.session_id)
    assert found is not None
    unlocked = unlock.take_up(found.session.keys_box, begun.cookie_key, begun.session_id)
    return person_of(begun.organizer, unlocked, found.grants)


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

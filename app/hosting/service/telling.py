"""Letters to everybody at a location, in the act of the caller; and a host's own words."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from app.audit import log
from app.database import transaction
from app.hosting import queries, rules
from app.hosting.errors import EnoughMessages, LocationClosed, NobodyToWrite
from app.locations.models import Location, LocationState
from app.mail import outbox
from app.vault import keyfiles
from app.vault.rules import binding
from app.vault.service import current_vault

MESSAGE_ACT = "host.message"


def everybody(
    session: Session, location: Location, kind: str, *, now: datetime, due: datetime | None = None
) -> int:
    """Owe a letter to everybody who comes to a location or waits for it; say how many."""
    told = queries.ids_to_tell(location.id)
    for registration_id in told:
        one(session, location, registration_id, kind, now=now, due=due)
    return len(told)


def one(
    session: Session,
    location: Location,
    registration_id: uuid.UUID,
    kind: str,
    *,
    now: datetime,
    due: datetime | None = None,
) -> None:
    """Owe a letter about a location to one person."""
    outbox.enqueue(
        session, kind=kind, event_id=location.event_id, about_id=registration_id, now=now, due=due
    )


def write_to_guests(*, host_id: uuid.UUID, words: str, now: datetime) -> int:
    """Owe a host's words to all confirmed guests; nobody learns an address. Say how many get it.

    :raises LocationClosed: when the location is not open
    :raises EnoughMessages: when the day's messages are used up
    :raises NobodyToWrite: when no confirmed guest left an address
    """
    host = queries.get_host(host_id)
    guests = queries.ids_to_write_to(host.location_id)
    letters = [(guest, *_seal(host.event_id, host.event.key_id, words, now)) for guest in guests]
    with transaction() as session:
        host = queries.get_host(host_id, for_change=True)
        if host.location.state != LocationState.APPROVED:
            raise LocationClosed
        since = now - timedelta(days=1)
        if queries.count_acts(host_id, MESSAGE_ACT, since) >= rules.MESSAGES_A_DAY:
            raise EnoughMessages
        if not letters:
            raise NobodyToWrite
        for guest, letter_id, box in letters:
            outbox.enqueue(
                session,
                kind=rules.MESSAGE,
                event_id=host.event_id,
                about_id=guest,
                # Whoever has moved on meanwhile is no guest of this host any more.
                parameters={"location": host.location.public_id},
                row_id=letter_id,
                contact_box=box,
                now=now,
            )
        log.record(
            session,
            actor=log.HOLDER,
            action=MESSAGE_ACT,
            now=now,
            event_id=host.event_id,
            about_id=host_id,
            detail={"letters": len(letters)},
        )
    return len(letters)


def _seal(event_id: int, key_id: int, words: str, now: datetime) -> tuple[uuid.UUID, bytes]:
    letter_id = uuid7()
    place = binding("outbox", "contact_box", event_id, letter_id)
    audience = keyfiles.mailer_audience(key_id)
    return letter_id, current_vault().seal(audience, {"words": words}, bound_to=place, now=now)

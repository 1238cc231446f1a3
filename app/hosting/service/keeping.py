"""What a host does with an open location: seats, details, the address, the day itself."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.audit import log
from app.database import transaction
from app.hosting import queries, rules
from app.hosting.errors import LocationClosed
from app.hosting.models import Host
from app.hosting.service import digesting, telling
from app.hosting.service.releasing import owe_to_all
from app.locations.addresses import seal_address
from app.locations.models import Location, LocationKind, LocationState
from app.locations.names import make_key
from app.locations.rules import Release
from app.mail import outbox
from app.registration.models import GuestName
from app.registration.queries.names import find_key
from app.registration.service import waiting
from app.vault import keyfiles
from app.vault.rules import binding, normalise_address
from app.vault.service import current_vault

KEPT = frozenset({LocationState.SUBMITTED, LocationState.PROVEN, LocationState.APPROVED})


@dataclass(frozen=True)
class Details:
    """What a host says about the location; an empty address leaves the one that is known."""

    languages: Sequence[str]
    access: str
    release: Release
    listed: bool
    address: str = ""
    answer: str = ""


def set_seats(*, host_id: uuid.UUID, capacity: int, now: datetime) -> None:
    """Offer more seats, or fewer. Fewer than are taken drops nobody; more go to the waiting list.

    :raises LocationClosed: when the location is closed
    """
    with transaction() as session:
        host = _open(host_id)
        host.location.capacity = capacity
        session.flush()
        waiting.offer_seats(session, host.location_id, now=now)
        _note(session, host, "host.seats", now=now, detail={"seats": capacity})


def describe(*, host_id: uuid.UUID, details: Details, now: datetime) -> None:
    """Change what is said about a location. Guests are told of a new address.

    :raises LocationClosed: when the location is closed
    """
    host = queries.get_host(host_id)
    boxes = _address(host, details.address, now) if details.address else {}
    answer = _seal_answer(host, details.answer, now) if details.answer else None
    with transaction() as session:
        host = _open(host_id)
        location = host.location
        another = location.release != details.release
        location.languages, location.access = list(details.languages), details.access
        location.release, location.listed = details.release, details.listed
        for column, value in boxes.items():
            setattr(location, column, value)
        if answer is not None:
            host.answer_box, host.asked_at = answer, None
        session.flush()
        _note(session, host, "host.details", now=now)
        if another:
            owe_to_all(session, location.id, now=now)
        if boxes and location.state == LocationState.APPROVED:
            telling.everybody(session, location, rules.CHANGED, now=now)


def count_heads(*, host_id: uuid.UUID, heads: int, now: datetime) -> None:
    """Note how many came on the day, as the host counted."""
    with transaction() as session:
        host = queries.get_host(host_id, for_change=True)
        host.heads = heads
        _note(session, host, "host.heads", now=now, detail={"heads": heads})


def hand_on(*, host_id: uuid.UUID, email: str, now: datetime) -> None:
    """Give the location to another host: a letter with a new link goes there, the old one ends.

    :raises LocationClosed: when the location is closed
    """
    host, vault = queries.get_host(host_id), current_vault()
    key_id, event_id = host.event.key_id, host.event_id

    def seal(audience: str, column: str) -> bytes:
        place = binding("host", column, event_id, host_id)
        return vault.seal(audience, {"email": email}, bound_to=place, now=now)

    contact = seal(keyfiles.mailer_audience(key_id), "contact_box")
    identity = seal(keyfiles.event_audience(key_id), "identity_box")
    # What guests told the host of until now is not for the next one.
    key = make_key(event=host.event, public_id=host.location.public_id, now=now)
    with transaction() as session:
        host = _open(host_id)
        host.contact_box, host.identity_box = contact, identity
        host.address_index = vault.index(f"host:{event_id}", normalise_address(email))
        host.token_version += 1
        digesting.begin_anew(host, now)
        key.location_id = host.location_id
        session.merge(key)
        session.execute(delete(GuestName).where(GuestName.location_id == host.location_id))
        _note(session, host, "host.handed_on", now=now)
        _owe_link(session, host, now)


def resend_link(*, host_id: uuid.UUID, actor: str, now: datetime) -> None:
    """Send the host a new link; those sent before stop working.

    Where guests could not yet tell the host their names, they can from now on.
    """
    host = queries.get_host(host_id)
    place, key = host.location, find_key(host.location_id)
    new = None if key else make_key(event=host.event, public_id=place.public_id, now=now)
    with transaction() as session:
        host = queries.get_host(host_id, for_change=True)
        host.token_version += 1
        if new:
            new.location_id = host.location_id
            session.merge(new)
        _note(session, host, "host.link", actor=actor, now=now)
        _owe_link(session, host, now)


def _owe_link(session: Session, host: Host, now: datetime) -> None:
    outbox.enqueue(session, kind="host.link", event_id=host.event_id, about_id=host.id, now=now)


def _address(host: Host, address: str, now: datetime) -> dict[str, object]:
    if host.location.kind == LocationKind.HALL:
        return {"address": address}
    place: Location = host.location
    return dict(seal_address(event=host.event, public_id=place.public_id, address=address, now=now))


def _seal_answer(host: Host, answer: str, now: datetime) -> bytes:
    return current_vault().seal(
        keyfiles.event_audience(host.event.key_id),
        {"words": answer},
        bound_to=binding("host", "answer_box", host.event_id, host.id),
        now=now,
    )


def _open(host_id: uuid.UUID) -> Host:
    host = queries.get_host(host_id, for_change=True)
    if host.location.state not in KEPT:
        raise LocationClosed
    return host


def _note(
    session: Session,
    host: Host,
    action: str,
    *,
    now: datetime,
    actor: str = log.HOLDER,
    detail: dict[str, int] | None = None,
) -> None:
    log.record(
        session,
        actor=actor,
        action=action,
        now=now,
        event_id=host.event_id,
        about_id=host.id,
        detail=detail,
    )

"""Every SELECT on offers and their hosts."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.audit.models import AuditEntry
from app.database import db
from app.hosting.errors import HostNotFound
from app.hosting.models import Host, HostApproval, TrustedHost
from app.locations.errors import LocationNotFound
from app.locations.models import Location, LocationState
from app.locations.queries import Found, nearest_free
from app.locations.within import within
from app.registration.models import Registration
from app.registration.rules import HOLDS_SEATS, RegistrationState

PAGE_SIZE = 50
WAITING = (LocationState.SUBMITTED, LocationState.PROVEN)

Countries = tuple[str, ...]


class Offers(NamedTuple):
    """A page of offers, and where the next one begins."""

    rows: Sequence[Host]
    older: str | None


class Nearby(NamedTuple):
    """Another location, and how far it is."""

    place: Found
    km: float


class Heads(NamedTuple):
    """How many people come to a location."""

    confirmed: int
    parties: int
    pending: int
    waiting: int


def find_host(host_id: uuid.UUID, *, for_change: bool = False) -> Host | None:
    """A host with event and location, in one statement."""
    wanted = (
        select(Host)
        .where(Host.id == host_id)
        .options(joinedload(Host.event), joinedload(Host.location))
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(wanted.with_for_update(of=Host) if for_change else wanted)


def get_host(host_id: uuid.UUID, *, for_change: bool = False) -> Host:
    """As `find_host`.

    :param for_change: hold the row until the transaction ends, so that it stays as read
    :raises HostNotFound: when there is none
    """
    host = find_host(host_id, for_change=for_change)
    if host is None:
        raise HostNotFound
    return host


def host_of(location_id: int) -> Host | None:
    """Whoever offered a location; None for one that was imported."""
    return db.session.scalar(select(Host).where(Host.location_id == location_id))


def find_by_submission(event_id: int, submission_index: bytes) -> Host | None:
    """What an earlier sending of the same form made."""
    return db.session.scalar(
        select(Host).where(Host.event_id == event_id, Host.submission_index == submission_index)
    )


def get_location(location_id: int, *, for_change: bool = False) -> Location:
    """A location by its row.

    :param for_change: hold the row until the transaction ends: no seat is taken meanwhile
    :raises LocationNotFound: when there is none
    """
    wanted = select(Location).where(Location.id == location_id)
    wanted = wanted.execution_options(populate_existing=True)
    location = db.session.scalar(wanted.with_for_update(key_share=True) if for_change else wanted)
    if location is None:
        raise LocationNotFound
    return location


def get_offer(event_id: int, host_id: uuid.UUID, *, countries: Countries) -> Host:
    """One offer, as an account may see it; empty `countries` means everywhere.

    :raises HostNotFound: when there is none that this account may see
    """
    found = db.session.scalar(_offers(event_id, countries).where(Host.id == host_id))
    if found is None:
        raise HostNotFound
    return found


def page_of_offers(
    event_id: int, state: LocationState | None, *, countries: Countries, older: str | None = None
) -> Offers:
    """Offers, the oldest first while they wait, and the newest first otherwise."""
    query = _offers(event_id, countries)
    states = WAITING if state is None else (state,)
    query = query.where(Location.state.in_(states))
    cursor = _read_cursor(older)
    waits = state is None or state in WAITING
    if cursor:
        query = query.where(Host.id > cursor if waits else Host.id < cursor)
    order = Host.id.asc() if waits else Host.id.desc()
    rows = db.session.scalars(query.order_by(order).limit(PAGE_SIZE + 1)).all()
    more = len(rows) > PAGE_SIZE
    return Offers(rows[:PAGE_SIZE], rows[PAGE_SIZE - 1].id.hex if more else None)


def count_waiting(event_id: int, *, countries: Countries) -> int:
    """How many proven offers wait for a decision."""
    query = (
        select(func.count())
        .select_from(Host)
        .join(Location, Location.id == Host.location_id)
        .where(
            Host.event_id == event_id,
            Location.state == LocationState.PROVEN,
            Host.asked_at.is_(None),
        )
    )
    if countries:
        query = query.where(within(countries))
    return db.session.scalar(query) or 0


def approvals_of(host_id: uuid.UUID) -> Sequence[str]:
    """Who has approved an offer so far."""
    return db.session.scalars(
        select(HostApproval.actor)
        .where(HostApproval.host_id == host_id)
        .order_by(HostApproval.approved_at)
    ).all()


def is_trusted(event_id: int, address_index: bytes) -> bool:
    """Whether the team trusts whoever has this address."""
    return db.session.get(TrustedHost, (event_id, address_index)) is not None


def find_invited(event_id: int, invitation_index: bytes) -> str | None:
    """The public id of the open location that this code opens, or None."""
    return db.session.scalar(
        select(Location.public_id).where(
            Location.event_id == event_id,
            Location.invitation_index == invitation_index,
            Location.state == LocationState.APPROVED,
        )
    )


def count_acts(host_id: uuid.UUID, action: str, since: datetime) -> int:
    """How often something was done about a host since a moment."""
    return (
        db.session.scalar(
            select(func.count()).where(
                AuditEntry.about_id == host_id,
                AuditEntry.action == action,
                AuditEntry.at >= since,
            )
        )
        or 0
    )


def _offers(event_id: int, countries: Countries) -> Select[Host]:
    query = (
        select(Host)
        .join(Host.location)
        .where(Host.event_id == event_id)
        .options(contains_eager(Host.location))
    )
    return query.where(within(countries)) if countries else query


def _read_cursor(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def confirmed_at(location_id: int) -> Sequence[Registration]:
    """Everybody who is confirmed at a location, in the order of their sign-up."""
    return db.session.scalars(
        select(Registration)
        .where(
            Registration.location_id == location_id,
            Registration.state == RegistrationState.CONFIRMED,
        )
        .options(joinedload(Registration.event), joinedload(Registration.location))
        .order_by(Registration.id)
    ).all()


def heads_at(location_id: int) -> Heads:
    """How many people are confirmed, not confirmed yet, and waiting."""
    rows = db.session.execute(
        select(Registration.state, func.count(), func.sum(Registration.party_size))
        .where(Registration.location_id == location_id)
        .group_by(Registration.state)
    )
    people = {state: (int(parties), int(heads)) for state, parties, heads in rows}
    states = (
        RegistrationState.CONFIRMED,
        RegistrationState.PENDING,
        RegistrationState.WAITLISTED,
    )
    confirmed, pending, waits = (people.get(state, (0, 0)) for state in states)
    return Heads(confirmed[1], confirmed[0], pending[1], waits[1])


def count_held(location_id: int) -> int:
    """How many seats are held or confirmed, whether the location counts them or not."""
    return (
        db.session.scalar(
            select(func.sum(Registration.party_size)).where(
                Registration.location_id == location_id, Registration.state.in_(HOLDS_SEATS)
            )
        )
        or 0
    )


def ids_to_tell(location_id: int) -> Sequence[uuid.UUID]:
    """Everybody who must hear what becomes of a location, as far as they left an address."""
    return db.session.scalars(
        select(Registration.id).where(
            Registration.location_id == location_id,
            Registration.state.in_((*HOLDS_SEATS, RegistrationState.WAITLISTED)),
            Registration.contact_box.is_not(None),
        )
    ).all()


def ids_to_write_to(location_id: int) -> Sequence[uuid.UUID]:
    """Confirmed guests who left an address."""
    return db.session.scalars(
        select(Registration.id).where(
            Registration.location_id == location_id,
            Registration.state == RegistrationState.CONFIRMED,
            Registration.contact_box.is_not(None),
        )
    ).all()


def nearest_other(location: Location, party: int) -> Nearby | None:
    """The nearest open location with seats for a party that must look for another one."""
    if location.latitude is None or location.longitude is None:
        return None
    point = (location.latitude, location.longitude)
    found = nearest_free(location.event_id, point, party=party, but=location.id)
    return Nearby(*found) if found else None

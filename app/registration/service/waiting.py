"""The waiting list of a location: freed seats are offered in order of arrival, for a while.

All but `join` runs inside the caller's transaction. The location's row is locked from the
moment that seats come free until they are offered, so nobody slips in between, and whoever
joins meanwhile waits for the lock and then sees what is left.
"""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.database import transaction
from app.events.models import Event
from app.locations import seats
from app.locations.models import Location, LocationState
from app.locations.seats import Seated
from app.mail import outbox
from app.registration.errors import LocationFull
from app.registration.models import Registration
from app.registration.rules import RegistrationState as State
from app.registration.service.rows import SIGN_UP, Row

JOINED = "registration.waiting_list"
OFFERED, EXPIRED = "registration.seat_offered", "registration.offer_expired"


def join(row: Row, location: Seated, *, now: datetime) -> None:
    """Store a sign-up that waits; or that has its seats, should they have come free meanwhile.

    :raises LocationFull: when the location has closed, so that there is nothing to wait for
    """
    with transaction() as session:
        held = {"state": State.PENDING, "waiting_since": None}
        waits = {"state": State.WAITLISTED, "waiting_since": now, "held_until": None}
        # First the row: sent twice, the form stops here.
        session.execute(SIGN_UP, row | waits)
        place = _lock(session, location.id)
        if place.state != LocationState.APPROVED:
            raise LocationFull
        seated = _take_locked(session, place, row["party_size"])
        if seated:
            values = {"held_until": row["held_until"], **held}
            session.execute(update(Registration).where(Registration.id == row["id"]).values(values))
        outbox.enqueue(
            session,
            kind="registration.confirm" if seated else JOINED,
            event_id=row["event_id"],
            about_id=row["id"],
            now=now,
        )


def give_back(session: Session, location_id: int, freed: int, *, now: datetime) -> None:
    """Free seats that were held, and offer them to whoever waits."""
    seats.give_back(session, location_id, freed)
    offer_seats(session, location_id, now=now)


def offer_seats(session: Session, location_id: int, *, now: datetime) -> int:
    """Hold free seats for the first parties that they are enough for; say how many got an offer.

    A party that is too large keeps its place, and those behind it are not kept waiting.
    """
    if not _somebody_waits(session, location_id):
        return 0
    location = _lock(session, location_id)
    event = session.get_one(Event, location.event_id)
    if location.state != LocationState.APPROVED or now >= event.sign_up_closes_at:
        return 0
    offered = 0
    while (first := _first_that_fits(session, location)) is not None:
        if not seats.take(session, location, first.party_size):
            break
        session.refresh(location)
        _offer(session, first, now + timedelta(minutes=event.hold_minutes), now)
        offered += 1
    return offered


def _lock(session: Session, location_id: int) -> Location:
    """The location as it is now, and stays until the transaction ends."""
    return session.scalars(
        select(Location)
        .where(Location.id == location_id)
        # Without the key: whoever has just put in a row that points here must not block us.
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def _take_locked(session: Session, place: Location, party_size: int) -> bool:
    """Whether there are seats after all: somebody may have left since the first look."""
    return seats.take(session, place, party_size)


def _somebody_waits(session: Session, location_id: int) -> bool:
    waiting = select(Registration.id).where(
        Registration.location_id == location_id, Registration.state == State.WAITLISTED
    )
    return session.scalar(waiting.limit(1)) is not None


def _first_that_fits(session: Session, location: Location) -> Registration | None:
    waiting = (
        select(Registration)
        .where(Registration.location_id == location.id, Registration.state == State.WAITLISTED)
        .order_by(Registration.waiting_since, Registration.id)
        .limit(1)
        # Whoever is leaving the list at this moment is passed by.
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if location.capacity is not None:
        free = location.capacity - location.taken
        waiting = waiting.where(Registration.party_size <= free)
    return session.scalar(waiting)


def _offer(session: Session, registration: Registration, until: datetime, now: datetime) -> None:
    session.execute(
        update(Registration)
        .where(Registration.id == registration.id, Registration.state == State.WAITLISTED)
        .values(state=State.PENDING, held_until=until, sequence=Registration.sequence + 1)
        .execution_options(synchronize_session=False)
    )
    session.expire(registration)
    if registration.contact_box is not None:
        outbox.enqueue(
            session,
            kind=OFFERED,
            event_id=registration.event_id,
            about_id=registration.id,
            now=now,
        )

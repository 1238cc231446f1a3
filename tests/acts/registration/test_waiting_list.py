"""The waiting list: first come first served, parties whole, offers that end, exact in a rush."""

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.database import db
from app.events.models import Event
from app.hosting.service import closing
from app.locations.models import Location
from app.mail.delivery import Deliverer
from app.registration.errors import AlreadyEnded, LocationFull
from app.registration.models import Registration
from app.registration.rules import HOLDS_SEATS
from app.registration.rules import RegistrationState as State
from app.registration.service import changing, holds, signing_up, waiting
from app.registration.service.signing_up import Wishes
from tests import letters
from tests.factories import make_location
from tests.factories import make_registration as register
from tests.fixtures.application import StandingClock
from tests.fixtures.mailbox import Mailbox

BEN, CEM = "ben@example.org", "cem@example.org"


def wait(event: Event, place: Location, email: str, now: datetime, *, size: int = 1) -> None:
    wishes = Wishes(email, "", size, "en", f"form of {email}", waits=True)
    signing_up.sign_up(event=event, location=place, wishes=wishes, now=now)


def state_of(event: Event, email: str) -> State:
    db.session.rollback()
    index = signing_up.current_vault().index(f"address:{event.id}", email)
    newest = select(Registration.state).where(Registration.address_index == index)
    return db.session.scalars(newest.order_by(Registration.id.desc())).first()  # type: ignore[return-value]


def counted(place: Location) -> tuple[int, int]:
    """Seats taken as the location says, and as the sign-ups say."""
    db.session.rollback()
    taken = db.session.scalar(select(Location.taken).where(Location.id == place.id)) or 0
    held = select(func.sum(Registration.party_size)).where(
        Registration.location_id == place.id, Registration.state.in_(HOLDS_SEATS)
    )
    return taken, db.session.scalar(held) or 0


@pytest.fixture
def full(event: Event) -> Location:
    """A hall whose two seats are Ann's."""
    return make_location(event=event, capacity=2)


@pytest.fixture
def ann(full: Location) -> Registration:
    return register(location=full, party_size=2)


def cancel(own: Registration, now: datetime) -> None:
    changing.cancel(registration_id=own.id, actor="holder", now=now)


def test_who_waits_is_written_to_and_holds_no_seat(
    event: Event,
    full: Location,
    ann: Registration,
    now: datetime,
    mailer: Deliverer,
    smtp: Mailbox,
) -> None:
    wait(event, full, BEN, now)
    assert state_of(event, BEN) == State.WAITLISTED
    assert counted(full) == (2, 2)
    mailer.run_once()
    assert "waiting list" in letters.text_of(smtp.to(BEN)[0])
    wait(event, full, BEN, now)
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 2


def test_who_may_wait_but_need_not_gets_a_seat(event: Event, full: Location, now: datetime) -> None:
    wait(event, full, BEN, now, size=2)
    assert state_of(event, BEN) == State.PENDING


def test_without_an_address_nobody_waits(event: Event, full: Location, ann: object) -> None:
    wishes = Wishes("", "", 1, "en", "form", waits=True)
    with pytest.raises(LocationFull):
        signing_up.sign_up(event=event, location=full, wishes=wishes, now=event.sign_up_opens_at)


def test_the_first_gets_the_offer_takes_it_and_the_seat_is_theirs(
    event: Event,
    full: Location,
    ann: Registration,
    now: datetime,
    mailer: Deliverer,
    smtp: Mailbox,
) -> None:
    wait(event, full, BEN, now, size=2)
    wait(event, full, CEM, now + timedelta(minutes=1), size=2)
    cancel(ann, now)
    assert (state_of(event, BEN), state_of(event, CEM)) == (State.PENDING, State.WAITLISTED)
    assert counted(full) == (2, 2)
    mailer.run_once()
    assert "Take the seats" in letters.text_of(smtp.to(BEN)[-1])
    own = db.session.scalars(select(Registration).where(Registration.state == State.PENDING)).one()
    signing_up.confirm(registration_id=own.id, now=now)
    assert state_of(event, BEN) == State.CONFIRMED
    assert counted(full) == (2, 2)


def test_an_offer_ends_and_goes_to_the_next(
    event: Event,
    full: Location,
    ann: Registration,
    time: StandingClock,
    mailer: Deliverer,
    smtp: Mailbox,
) -> None:
    now = time.now()
    wait(event, full, BEN, now, size=2)
    wait(event, full, CEM, now, size=1)
    cancel(ann, now)
    time.moment = now + timedelta(minutes=event.hold_minutes)
    assert holds.expire_pending(now=time.moment) == 1
    assert (state_of(event, BEN), state_of(event, CEM)) == (State.EXPIRED, State.PENDING)
    assert counted(full) == (1, 1)
    mailer.run_once()
    assert "went to the next" in letters.text_of(smtp.to(BEN)[-1])
    assert "Seats are free" in letters.text_of(smtp.to(CEM)[-1])


def test_a_party_is_never_split_and_keeps_its_place(
    event: Event, full: Location, now: datetime
) -> None:
    one = register(location=full, email="one@example.org")
    two = register(location=full, email="two@example.org")
    wait(event, full, BEN, now, size=2)
    wait(event, full, CEM, now + timedelta(minutes=1), size=1)
    cancel(one, now)
    assert (state_of(event, BEN), state_of(event, CEM)) == (State.WAITLISTED, State.PENDING)
    cancel(two, now)
    assert state_of(event, BEN) == State.WAITLISTED
    closing.change(
        location_id=full.id, values={"capacity": 3}, kind=None, actor="organizer:1", now=now
    )
    assert state_of(event, BEN) == State.PENDING
    assert counted(full) == (3, 3)


def test_leaving_the_list_frees_no_seat(
    event: Event, full: Location, ann: object, now: datetime
) -> None:
    wait(event, full, BEN, now)
    own = db.session.scalars(
        select(Registration).where(Registration.state == State.WAITLISTED)
    ).one()
    cancel(own, now)
    assert counted(full) == (2, 2)


def test_after_sign_up_closes_nobody_is_offered_anything(
    event: Event, full: Location, ann: Registration, now: datetime
) -> None:
    wait(event, full, BEN, now)
    cancel(ann, event.sign_up_closes_at)
    assert state_of(event, BEN) == State.WAITLISTED


def join_while_ann_leaves(
    event: Event, full: Location, ann: Registration, now: datetime, patch: pytest.MonkeyPatch
) -> State:
    """Ben finds it full; then Ann cancels; then Ben joins the list."""

    def in_between(*, location_id: int, now: datetime) -> int:
        cancel(ann, now)
        return 0

    patch.setattr(signing_up, "expire_overdue_at", in_between)
    wait(event, full, BEN, now)
    return state_of(event, BEN)


def test_a_seat_that_comes_free_while_somebody_joins_is_theirs(
    event: Event,
    full: Location,
    ann: Registration,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert join_while_ann_leaves(event, full, ann, now, monkeypatch) == State.PENDING


def test_without_the_second_look_they_would_wait_for_a_free_seat(
    event: Event,
    full: Location,
    ann: Registration,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The negative control."""
    monkeypatch.setattr(waiting, "_take_locked", lambda *_arguments: False)
    assert join_while_ann_leaves(event, full, ann, now, monkeypatch) == State.WAITLISTED
    assert counted(full) == (0, 0)


def rush(app: Flask, acts: list[Callable[[], None]]) -> Counter[str]:
    """Everybody in the same moment, each on a connection of their own."""
    start, outcomes = Barrier(len(acts)), Counter[str]()

    def one(act: Callable[[], None]) -> None:
        with app.app_context():
            start.wait()
            try:
                act()
                outcomes["done"] += 1
            except (AlreadyEnded, LocationFull) as expected:
                outcomes[type(expected).__name__] += 1
            except Exception as error:
                outcomes[repr(error)] += 1

    threads = [Thread(target=one, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_in_a_rush_no_seat_is_lost_doubled_or_left_empty(
    app: Flask, event: Event, now: datetime
) -> None:
    hall = make_location(event=event, capacity=12)
    leaving = [register(location=hall, email=f"old{n}@example.org").id for n in range(12)]
    for number in range(6):
        wait(event, hall, f"early{number}@example.org", now, size=1 + number % 2)
    for row in (event, hall):
        db.session.refresh(row)
    # Nobody shares a session with anybody.
    db.session.expunge_all()

    def leave(own: uuid.UUID) -> Callable[[], None]:
        return lambda: changing.cancel(registration_id=own, actor="holder", now=now)

    def arrive(number: int) -> Callable[[], None]:
        return lambda: wait(event, hall, f"late{number}@example.org", now, size=1 + number % 3)

    acts = [*(leave(own) for own in leaving), *(arrive(number) for number in range(12))]
    outcomes = rush(app, acts)
    assert set(outcomes) == {"done"}, outcomes
    taken, held = counted(hall)
    assert taken == held <= 12
    waiting_sizes = db.session.scalars(
        select(Registration.party_size).where(Registration.state == State.WAITLISTED)
    ).all()
    assert all(size > 12 - taken for size in waiting_sizes), (taken, waiting_sizes)
    # Parties of one always fit, so nobody who came later can have passed them by.
    alone = [state_of(event, f"early{number}@example.org") for number in (0, 2, 4)]
    assert set(alone) == {State.PENDING}

"""Two acts on one person's sign-ups at the same moment: the seats stay exact.

On SQLite one act waits for the other; on PostgreSQL they truly meet.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.database import db
from app.events.models import Event
from app.locations.models import Location
from app.registration.errors import AlreadyEnded
from app.registration.models import Registration
from app.registration.rules import HOLDS_SEATS
from app.registration.rules import RegistrationState as State
from app.registration.service import changing, signing_up
from tests.factories import make_location, make_registration

ROUNDS = 12


def at_once(app: Flask, *acts: Callable[[], None]) -> None:
    """Run acts in threads that begin together, each with a connection of its own."""
    gate, faults = threading.Barrier(len(acts)), []

    def run(act: Callable[[], None]) -> None:
        with app.app_context():
            gate.wait()
            try:
                act()
            except Exception as fault:
                faults.append(fault)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults


def assert_seats_are_exact(locations: list[Location]) -> None:
    db.session.rollback()
    for location in locations:
        held = db.session.scalar(
            select(func.coalesce(func.sum(Registration.party_size), 0)).where(
                Registration.location_id == location.id, Registration.state.in_(HOLDS_SEATS)
            )
        )
        taken = db.session.scalar(select(Location.taken).where(Location.id == location.id))
        assert taken == held


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_confirming_elsewhere_while_the_earlier_sign_up_moves(
    app: Flask, event: Event, now: datetime, round_: int
) -> None:
    first, second, third = places = [make_location(event=event) for _ in range(3)]
    earlier = make_registration(location=first, party_size=2)
    newer = make_registration(location=second, party_size=3, state=State.PENDING)

    def move() -> None:
        # Coming second, it is told so.
        with suppress(AlreadyEnded):
            changing.move(
                registration_id=earlier.id,
                location_id=third.id,
                party_size=5,
                actor="holder",
                now=now,
            )

    at_once(app, move, lambda: signing_up.confirm(registration_id=newer.id, now=now))
    assert_seats_are_exact(places)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_pressing_cancel_twice_at_once_is_one_cancellation(
    app: Flask, location: Location, now: datetime, round_: int
) -> None:
    own = make_registration(location=location, party_size=2)

    def cancel() -> None:
        changing.cancel(registration_id=own.id, actor="holder", now=now)

    at_once(app, cancel, cancel)
    assert_seats_are_exact([location])


def test_two_links_of_one_address_pressed_at_once_confirm_one(
    app: Flask, event: Event, now: datetime
) -> None:
    places = [make_location(event=event) for _ in range(2)]
    rows = [make_registration(location=place, state=State.PENDING) for place in places]

    def confirm(row: Registration) -> Callable[[], None]:
        return lambda: signing_up.confirm(registration_id=row.id, now=now)

    at_once(app, *(confirm(row) for row in rows))
    assert_seats_are_exact(places)
    states = sorted(db.session.scalars(select(Registration.state)))
    assert states == [State.CANCELLED, State.CONFIRMED]

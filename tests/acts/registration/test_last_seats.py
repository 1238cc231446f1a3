"""Two hundred people press the button at once for the last ten seats."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.database import db, transaction
from app.events.models import Event
from app.locations.models import Location
from app.mail.models import Outbox
from app.registration.errors import LocationFull
from app.registration.models import Registration
from app.registration.service.signing_up import Wishes, sign_up
from tests.factories import make_location

PEOPLE, SEATS = 200, 10
Act = Callable[[int], bool]
"""What one person does; says whether they have a seat."""


def all_at_once(app: Flask, act: Act) -> int:
    """Let everybody act in the same moment, each on a connection of their own; how many got in."""
    start, outcomes = Barrier(PEOPLE), Counter[str]()

    def one(number: int) -> None:
        with app.app_context():
            start.wait()
            try:
                outcomes["seated" if act(number) else "full"] += 1
            except Exception as error:
                outcomes[repr(error)] += 1

    people = [Thread(target=one, args=(number,)) for number in range(PEOPLE)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert set(outcomes) <= {"seated", "full"}, outcomes
    assert outcomes.total() == PEOPLE
    return outcomes["seated"]


@pytest.fixture
def last_seats(event: Event) -> Location:
    """A hall with ten seats left."""
    hall = make_location(event=event, capacity=SEATS)
    # Nobody shares a session with anybody.
    db.session.expunge_all()
    return hall


def taken(location: Location) -> int:
    db.session.rollback()
    return db.session.scalar(select(Location.taken).where(Location.id == location.id)) or 0


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_the_last_seats_are_given_away_exactly_once(
    app: Flask, event: Event, last_seats: Location, now: datetime
) -> None:
    def sign_one_up(number: int) -> bool:
        email, submission = f"ann.{number}@example.org", f"form {number}"
        wishes = Wishes(email, "Ann", party_size=1, language="en", submission=submission)
        try:
            sign_up(event=event, location=last_seats, wishes=wishes, now=now)
        except LocationFull:
            return False
        return True

    assert all_at_once(app, sign_one_up) == SEATS
    assert taken(last_seats) == SEATS
    assert (count(Registration), count(Outbox)) == (SEATS, SEATS)


def test_looking_before_taking_gives_them_away_more_than_once(
    app: Flask, last_seats: Location
) -> None:
    """The same crowd finds out a careless way, so the test above can fail."""

    def look_and_take(_number: int) -> bool:
        with_room = db.session.scalar(
            select(Location.taken).where(Location.id == last_seats.id, Location.taken < SEATS)
        )
        if with_room is None:
            return False
        with transaction() as session:
            session.execute(
                update(Location)
                .where(Location.id == last_seats.id)
                .values(taken=Location.taken + 1)
                .execution_options(synchronize_session=False)
            )
        return True

    seated = all_at_once(app, look_and_take)
    assert seated > SEATS
    assert taken(last_seats) == seated

"""A cancelling that is taken back: the same seats, for some minutes, by its holder alone."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import db
from app.events.models import Event
from app.locations import seats
from app.locations.models import Location
from app.mail.models import Outbox
from app.registration.errors import CannotBeUndone, LocationFull
from app.registration.models import Registration
from app.registration.rules import RegistrationState as State
from app.registration.service import changing, taking_back
from tests.factories import link_of, make_location, make_registration
from tests.pages import open_page

MINUTE = timedelta(minutes=1)


@pytest.fixture
def cancelled(event: Event, now: datetime) -> Registration:
    """Three people at a place with four seats, who cancelled a moment ago."""
    place = make_location(event=event, capacity=4)
    own = make_registration(location=place, party_size=3, now=now)
    changing.cancel(registration_id=own.id, actor=changing.HOLDER, now=now)
    return own


def now_of(row: Registration) -> tuple[State, int]:
    """The state of a sign-up, and the seats taken at its location."""
    db.session.rollback()
    query = select(Registration.state, Location.taken).join(Location)
    found = db.session.execute(query.where(Registration.id == row.id)).one()
    return found.state, found.taken


def test_it_stands_as_before_and_a_new_calendar_file_leaves(
    app: Flask, cancelled: Registration, now: datetime
) -> None:
    for _press in range(2):
        taking_back.take_back(registration_id=cancelled.id, now=now + 9 * MINUTE)
    assert now_of(cancelled) == (State.CONFIRMED, 3)
    kinds = db.session.scalars(select(Outbox.kind).order_by(Outbox.id)).all()
    assert kinds == ["registration.cancelled", "registration.confirmed"]


def test_after_ten_minutes_it_is_too_late(
    app: Flask, cancelled: Registration, now: datetime
) -> None:
    with pytest.raises(CannotBeUndone):
        taking_back.take_back(registration_id=cancelled.id, now=now + 10 * MINUTE)
    assert now_of(cancelled) == (State.CANCELLED, 0)


def test_seats_that_somebody_else_has_stay_theirs(
    app: Flask, cancelled: Registration, now: datetime
) -> None:
    place = db.session.get_one(Location, cancelled.location_id)
    assert seats.take(db.session, place, 2)
    db.session.commit()
    with pytest.raises(LocationFull):
        taking_back.take_back(registration_id=cancelled.id, now=now)
    assert now_of(cancelled) == (State.CANCELLED, 2)


def test_what_an_organizer_cancelled_only_organizers_take_back(
    app: Flask, location: Location, now: datetime
) -> None:
    own = make_registration(location=location, now=now)
    changing.cancel(registration_id=own.id, actor="organizer:1", now=now)
    with pytest.raises(CannotBeUndone):
        taking_back.take_back(registration_id=own.id, now=now)


def test_whoever_confirmed_elsewhere_meanwhile_stays_there(
    app: Flask, cancelled: Registration, location: Location, now: datetime
) -> None:
    make_registration(location=location, now=now)
    with pytest.raises(CannotBeUndone):
        taking_back.take_back(registration_id=cancelled.id, now=now)
    assert now_of(cancelled) == (State.CANCELLED, 0)


def test_the_page_offers_it_as_long_as_it_works(
    client: FlaskClient, cancelled: Registration
) -> None:
    page = open_page(client, link_of(cancelled))
    assert page.submit(client, "/take-back").status_code == 303
    assert now_of(cancelled)[0] == State.CONFIRMED
    assert not open_page(client, link_of(cancelled)).forms("/take-back")

"""Signing up: all of it or nothing, once, and never more people than seats."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.database import db
from app.events.models import Event
from app.locations.models import Location
from app.mail.models import Outbox
from app.registration.errors import LocationFull, SignUpClosed
from app.registration.models import Registration
from app.registration.rules import RegistrationState as State
from app.registration.service.signing_up import Receipt, Wishes, sign_up
from tests.factories import make_event, make_location, make_online_location, make_registration


def wishes(**values: object) -> Wishes:
    defaults = {"email": "ann@example.org", "name": "Ann", "party_size": 2, "language": "en"}
    return Wishes(**{**defaults, "submission": "form-1", **values})  # type: ignore[arg-type]


def ann_signs_up(event: Event, location: Location, now: datetime, **values: object) -> Receipt:
    return sign_up(event=event, location=location, wishes=wishes(**values), now=now)


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def taken(location: Location) -> int:
    db.session.rollback()
    return db.session.scalar(select(Location.taken).where(Location.id == location.id)) or 0


def the_registration() -> Registration:
    db.session.rollback()
    return db.session.scalars(select(Registration)).one()


def test_a_sign_up_holds_seats_and_owes_one_letter(app: Flask, now: datetime) -> None:
    event = make_event()
    location = make_location(event=event)
    receipt = ann_signs_up(event, location, now)
    registration = the_registration()
    assert registration.state == State.PENDING
    assert registration.held_until == now + timedelta(hours=24)
    assert taken(location) == 2
    letter = db.session.scalars(select(Outbox)).one()
    assert (letter.kind, letter.about_id) == ("registration.confirm", registration.id)
    assert len(receipt.code) == 16
    assert receipt.opens is None


def test_the_same_form_sent_twice_is_one_sign_up(app: Flask, now: datetime) -> None:
    event = make_event()
    location = make_location(event=event)
    first = ann_signs_up(event, location, now)
    second = ann_signs_up(event, location, now)
    assert first == second
    assert (count(Registration), count(Outbox), taken(location)) == (1, 1, 2)


def test_the_same_form_sent_twice_is_one_sign_up_even_when_it_took_the_last_seats(
    app: Flask, now: datetime
) -> None:
    event = make_event()
    location = make_location(event=event, capacity=2)
    assert ann_signs_up(event, location, now) == ann_signs_up(event, location, now)
    assert taken(location) == 2


def test_a_full_location_keeps_nothing(app: Flask, now: datetime) -> None:
    event = make_event()
    location = make_location(event=event, capacity=1)
    with pytest.raises(LocationFull):
        ann_signs_up(event, location, now)
    assert (count(Registration), count(Outbox), taken(location)) == (0, 0, 0)


def test_a_hold_that_is_over_makes_room(app: Flask, now: datetime) -> None:
    event = make_event()
    location = make_location(event=event, capacity=2)
    ann_signs_up(event, location, now, submission="yesterday", email="eve@example.org")
    ann_signs_up(event, location, now + timedelta(hours=25))
    db.session.rollback()
    states = db.session.scalars(select(Registration.state).order_by(Registration.id)).all()
    assert states == [State.EXPIRED, State.PENDING]
    assert taken(location) == 2


def test_without_a_limit_the_location_is_not_written_to(app: Flask, now: datetime) -> None:
    event = make_event()
    location = make_online_location(event=event)
    ann_signs_up(event, location, now)
    assert (count(Registration), taken(location)) == (1, 0)


def test_a_sign_up_without_an_address_counts_at_once_and_owes_no_letter(
    app: Flask, now: datetime
) -> None:
    event = make_event(accepts_no_address=True)
    receipt = ann_signs_up(event, make_location(event=event), now, email="")
    registration = the_registration()
    assert registration.state == State.CONFIRMED
    assert registration.contact_box is None
    assert registration.address_index is None
    assert receipt.opens == registration.id
    assert count(Outbox) == 0


def test_without_an_address_the_second_sending_opens_the_same(app: Flask, now: datetime) -> None:
    event = make_event(accepts_no_address=True)
    location = make_location(event=event)
    assert ann_signs_up(event, location, now, email="") == ann_signs_up(
        event, location, now, email=""
    )


@pytest.mark.parametrize("days", [-30, 60])
def test_outside_the_window_nobody_signs_up(app: Flask, now: datetime, days: int) -> None:
    event = make_event()
    location = make_location(event=event)
    with pytest.raises(SignUpClosed):
        ann_signs_up(event, location, now + timedelta(days=days))
    assert count(Registration) == 0


def test_a_known_address_makes_the_same_rows_as_an_unknown_one(app: Flask, now: datetime) -> None:
    event = make_event()
    location = make_location(event=event)
    make_registration(location=location, email="ann@example.org")
    before = count(Outbox)
    ann_signs_up(event, location, now, submission="known")
    ann_signs_up(event, location, now, submission="unknown", email="omar@example.org")
    assert count(Outbox) == before + 2
    db.session.rollback()
    kinds = set(db.session.scalars(select(Outbox.kind)))
    assert kinds == {"registration.confirm"}


def test_nothing_typed_is_stored_in_clear(app: Flask, now: datetime) -> None:
    event = make_event()
    ann_signs_up(event, make_location(event=event), now, name="Canary Name")
    db.session.rollback()
    for table in (Registration.__table__, Outbox.__table__):
        for row in db.session.execute(select(table)):
            stored = b"".join(
                value if isinstance(value, bytes) else str(value).encode() for value in row
            )
            assert b"ann@example.org" not in stored
            assert b"Canary" not in stored


def test_sending_a_form_again_without_its_address_does_not_hand_out_its_link(
    app: Flask, now: datetime
) -> None:
    event = make_event(accepts_no_address=True)
    location = make_location(event=event)
    ann_signs_up(event, location, now)
    ann = the_registration().id
    receipt = ann_signs_up(event, location, now, email="")
    assert receipt.opens is not None
    assert receipt.opens != ann


def test_a_corrected_address_gets_a_letter_of_its_own(app: Flask, now: datetime) -> None:
    event = make_event()
    location = make_location(event=event)
    first = ann_signs_up(event, location, now, email="tpyo@example.org")
    second = ann_signs_up(event, location, now, email="typo@example.org")
    assert first.code != second.code
    assert (count(Registration), count(Outbox)) == (2, 2)

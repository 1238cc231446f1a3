"""What the holder of a link does: every act keeps the seats exact."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.database import db
from app.locations.models import Location
from app.mail.models import Outbox
from app.registration.errors import AlreadyEnded, LocationFull, LocationNotOpen
from app.registration.models import Registration
from app.registration.rules import RegistrationState as State
from app.registration.service import changing, holds, signing_up
from tests.factories import make_event, make_location, make_registration


def fresh(row: Registration) -> Registration:
    db.session.rollback()
    db.session.expire_all()
    found = db.session.get(Registration, row.id)
    assert found is not None
    return found


def taken(location: Location) -> int:
    db.session.rollback()
    return db.session.scalar(select(Location.taken).where(Location.id == location.id)) or 0


def kinds() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Outbox.kind).order_by(Outbox.id)))


def test_confirming_makes_it_count_and_confirming_twice_changes_nothing(
    app: Flask, now: datetime
) -> None:
    location = make_location(event=make_event())
    pending = make_registration(location=location, state=State.PENDING, party_size=3)
    for _press in range(2):
        signing_up.confirm(registration_id=pending.id, now=now)
    assert fresh(pending).state == State.CONFIRMED
    assert fresh(pending).held_until is None
    assert taken(location) == 3


def test_a_second_confirmation_of_an_address_moves_the_person(app: Flask, now: datetime) -> None:
    event = make_event()
    old, new = make_location(event=event), make_location(event=event)
    first = make_registration(location=old, party_size=2)
    second = make_registration(location=new, party_size=4, state=State.PENDING)
    signing_up.confirm(registration_id=second.id, now=now)
    assert fresh(first).state == State.CANCELLED
    assert fresh(second).state == State.CONFIRMED
    assert (taken(old), taken(new)) == (0, 4)


def test_after_its_hold_a_sign_up_takes_seats_again_if_there_are_any(
    app: Flask, now: datetime
) -> None:
    location = make_location(event=make_event(), capacity=2)
    pending = make_registration(location=location, state=State.PENDING, party_size=2)
    assert holds.expire_pending(now=now + timedelta(days=2)) == 1
    assert taken(location) == 0
    signing_up.confirm(registration_id=pending.id, now=now + timedelta(days=2))
    assert taken(location) == 2


def test_after_its_hold_a_sign_up_finds_the_seats_gone(app: Flask, now: datetime) -> None:
    location = make_location(event=make_event(), capacity=2)
    pending = make_registration(location=location, state=State.PENDING, party_size=2)
    holds.expire_pending(now=now + timedelta(days=2))
    make_registration(location=location, email="eve@example.org", party_size=1)
    with pytest.raises(LocationFull):
        signing_up.confirm(registration_id=pending.id, now=now)
    assert taken(location) == 1


def test_what_is_cancelled_cannot_be_confirmed(app: Flask, now: datetime) -> None:
    pending = make_registration(location=make_location(event=make_event()), state=State.PENDING)
    changing.cancel(registration_id=pending.id, actor="holder", now=now)
    with pytest.raises(AlreadyEnded):
        signing_up.confirm(registration_id=pending.id, now=now)


def test_cancelling_twice_gives_the_seats_back_once(app: Flask, now: datetime) -> None:
    location = make_location(event=make_event())
    make_registration(location=location, email="eve@example.org", party_size=1)
    own = make_registration(location=location, party_size=2)
    for _press in range(2):
        changing.cancel(registration_id=own.id, actor="holder", now=now)
    assert taken(location) == 1
    assert kinds() == ["registration.cancelled"]


def test_nobody_gets_mail_because_a_stranger_cancels_a_pending_sign_up(
    app: Flask, now: datetime
) -> None:
    pending = make_registration(location=make_location(event=make_event()), state=State.PENDING)
    changing.cancel(registration_id=pending.id, actor="holder", now=now)
    assert kinds() == []


def test_moving_swaps_the_seats_and_keeps_the_link(app: Flask, now: datetime) -> None:
    event = make_event()
    old, new = make_location(event=event), make_location(event=event)
    own = make_registration(location=old, party_size=2)
    for place, size in ((new, 3), (old, 1)):
        changing.move(
            registration_id=own.id, location_id=place.id, party_size=size, actor="holder", now=now
        )
    assert (taken(old), taken(new)) == (1, 0)
    assert fresh(own).token_version == 1
    assert fresh(own).sequence == 2
    assert kinds() == ["registration.changed"] * 2


@pytest.mark.parametrize(("size", "left"), [(1, 1), (4, 4)])
def test_another_number_of_people_takes_or_frees_the_difference(
    app: Flask, now: datetime, size: int, left: int
) -> None:
    location = make_location(event=make_event(), capacity=4)
    own = make_registration(location=location, party_size=2)
    changing.move(
        registration_id=own.id, location_id=location.id, party_size=size, actor="holder", now=now
    )
    assert taken(location) == left


def test_too_few_seats_change_nothing(app: Flask, now: datetime) -> None:
    event = make_event()
    old, new = make_location(event=event), make_location(event=event, capacity=1)
    own = make_registration(location=old, party_size=2)
    with pytest.raises(LocationFull):
        changing.move(
            registration_id=own.id, location_id=new.id, party_size=2, actor="holder", now=now
        )
    assert (taken(old), taken(new), fresh(own).location_id) == (2, 0, old.id)
    assert kinds() == []


def test_nobody_moves_to_a_location_of_another_event(app: Flask, now: datetime) -> None:
    own = make_registration(location=make_location(event=make_event()))
    foreign = make_location(event=make_event(slug="other"))
    with pytest.raises(LocationNotOpen):
        changing.move(
            registration_id=own.id, location_id=foreign.id, party_size=1, actor="holder", now=now
        )


def test_an_organizers_resending_revokes_the_links_sent_before(app: Flask, now: datetime) -> None:
    own = make_registration(location=make_location(event=make_event()))
    changing.resend(registration_id=own.id, actor="organizer:1", now=now)
    assert fresh(own).token_version == 2
    assert kinds() == ["registration.link"]
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.actor, entry.about_id) == ("organizer:1", own.id)


def test_only_what_is_overdue_expires(app: Flask, now: datetime) -> None:
    location = make_location(event=make_event())
    make_registration(location=location, state=State.PENDING)
    confirmed = make_registration(location=location, email="omar@example.org")
    assert holds.expire_pending(now=now + timedelta(hours=23)) == 0
    assert holds.expire_pending(now=now + timedelta(hours=24)) == 1
    assert fresh(confirmed).state == State.CONFIRMED
    assert taken(location) == 1

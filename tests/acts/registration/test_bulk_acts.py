"""Acts on many sign-ups: exact, once, and taken back as they were."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from app.database import db
from app.events.models import Event
from app.locations.models import Location
from app.mail.models import Outbox, OutboxState
from app.registration.errors import CannotBeUndone, LocationFull, NotAsShown
from app.registration.models import BulkAct, BulkChange, GuestName, Registration
from app.registration.queries.bulk import Selection, count_meant
from app.registration.queries.desk import Filters
from app.registration.rules import UNDO_WINDOW, BulkKind
from app.registration.rules import RegistrationState as State
from app.registration.service import bulk, changing, signing_up, undoing
from app.registration.service.naming import tell_name
from tests.acts.registration.test_races import assert_seats_are_exact, at_once
from tests.factories import make_host, make_location, make_registration

ACTOR = "organizer:1"


def order(event: Event, kind: BulkKind, seen: int, **values: Any) -> bulk.Order:
    filters, countries = values.pop("filters", Filters()), values.pop("countries", ())
    selection = Selection(event.id, kind, filters, countries)
    return bulk.Order(
        **{"id": uuid4(), "selection": selection, "seen": seen, "actor": ACTOR, **values}
    )


def undo(event: Event, act_id: UUID, now: datetime) -> BulkAct:
    undoing.undo(event_id=event.id, act_id=act_id, actor=ACTOR, now=now)
    act = db.session.get(BulkAct, act_id, populate_existing=True)
    assert act is not None
    return act


def states() -> dict[UUID, tuple[State, int]]:
    db.session.rollback()
    rows = db.session.execute(select(Registration.id, Registration.state, Registration.location_id))
    return {row.id: (row.state, row.location_id) for row in rows}


def letters() -> list[tuple[str, OutboxState, datetime]]:
    rows = db.session.execute(
        select(Outbox.kind, Outbox.state, Outbox.due)
        .where(Outbox.batch_id.is_not(None))
        .order_by(Outbox.kind, Outbox.id)
    )
    return [(row.kind, row.state, row.due) for row in rows]


def test_cancelling_many_frees_their_seats_and_undo_brings_everything_back(
    event: Event, now: datetime
) -> None:
    place = make_location(event=event, capacity=6)
    other = make_location(event=event, capacity=None, country="FR")
    ann = make_registration(location=place, party_size=3)
    make_registration(location=place, email="b@example.org", party_size=2, state=State.PENDING)
    make_registration(
        location=place, email="w@example.org", state=State.WAITLISTED, waiting_since=now
    )
    make_registration(location=other, email="f@example.org")
    make_registration(location=place, email="x@example.org", state=State.EXPIRED)
    before = states()
    german = Filters(country="DE")
    meant = count_meant(Selection(event.id, BulkKind.CANCEL, german, ()))
    assert meant == (4, 3, 6)

    wanted = order(event, BulkKind.CANCEL, 3, filters=german)
    bulk.carry_out(order=wanted, now=now)
    after = states()
    assert sorted(state for state, _place in after.values()) == sorted(
        [*[State.CANCELLED] * 3, State.EXPIRED, State.CONFIRMED]
    )
    assert_seats_are_exact([place])
    due = now + UNDO_WINDOW
    assert letters() == [("registration.cancelled", OutboxState.QUEUED, due)] * 3

    # The same form once more is the same act.
    bulk.carry_out(order=wanted, now=now)
    assert db.session.get_one(BulkAct, wanted.id).number == 3

    act = undo(event, wanted.id, now + timedelta(minutes=9))
    assert (act.restored, act.seatless, act.moved_on) == (3, 0, 0)
    assert states() == before
    assert_seats_are_exact([place])
    assert {state for _kind, state, _due in letters()} == {OutboxState.SUPPRESSED}
    again = db.session.get_one(Registration, ann.id, populate_existing=True)
    assert (again.ended_at, again.sequence) == (None, 2)
    with pytest.raises(CannotBeUndone):
        undo(event, wanted.id, now + timedelta(minutes=9))


def test_who_finds_the_seat_gone_stays_cancelled_and_gets_the_letter(
    event: Event, now: datetime
) -> None:
    place = make_location(event=event, capacity=3)
    large = make_registration(location=place, party_size=2)
    make_registration(location=place, email="b@example.org")
    wanted = order(event, BulkKind.CANCEL, 2)
    bulk.carry_out(order=wanted, now=now)
    make_registration(location=place, email="new@example.org", party_size=2)

    act = undo(event, wanted.id, now)
    assert (act.restored, act.seatless) == (1, 1)
    assert states()[large.id][0] == State.CANCELLED
    assert_seats_are_exact([place])
    owed = [state for _kind, state, _due in letters()]
    assert sorted(owed) == [OutboxState.QUEUED, OutboxState.SUPPRESSED]


def test_undo_passes_by_whoever_came_back_or_was_changed_since(
    event: Event, location: Location, now: datetime
) -> None:
    changed = make_registration(location=location, email="c@example.org")
    make_registration(location=location, email="again@example.org")
    moved = order(event, BulkKind.MOVE, 2, location_id=make_location(event=event).id)
    bulk.carry_out(order=moved, now=now)
    changing.move(
        registration_id=changed.id,
        location_id=location.id,
        party_size=4,
        actor="holder",
        now=now,
    )
    assert undo(event, moved.id, now).moved_on == 1

    cancelled = order(event, BulkKind.CANCEL, 2)
    bulk.carry_out(order=cancelled, now=now)
    back = make_registration(location=location, email="again@example.org", state=State.PENDING)
    signing_up.confirm(registration_id=back.id, now=now)
    act = undo(event, cancelled.id, now)
    assert (act.restored, act.moved_on) == (1, 1)
    with pytest.raises(CannotBeUndone):
        undo(event, cancelled.id, now + UNDO_WINDOW)


def test_confirming_many_takes_one_sign_up_of_each_address(
    event: Event, location: Location, now: datetime
) -> None:
    make_registration(location=location, email="there@example.org")
    make_registration(location=location, email="there@example.org", state=State.PENDING)
    make_registration(location=location, email="two@example.org", state=State.PENDING)
    newest = make_registration(location=location, email="two@example.org", state=State.PENDING)
    pending = Filters(state=State.PENDING)
    assert count_meant(Selection(event.id, BulkKind.CONFIRM, pending, ())) == (3, 1, 1)
    wanted = order(event, BulkKind.CONFIRM, 1, filters=pending)
    bulk.carry_out(order=wanted, now=now)
    assert states()[newest.id][0] == State.CONFIRMED
    assert [kind for kind, _state, _due in letters()] == ["registration.confirmed"]
    undo(event, wanted.id, now)
    found = db.session.get_one(Registration, newest.id, populate_existing=True)
    assert (found.state, found.confirmed_at) == (State.PENDING, None)
    assert found.held_until == newest.held_until
    assert_seats_are_exact([location])


def test_moving_many_needs_a_seat_for_everybody_and_brings_names_back(
    event: Event, now: datetime
) -> None:
    host = make_host(event=event)
    home, small = host.location, make_location(event=event, capacity=1)
    ann = make_registration(location=home)
    make_registration(location=home, email="b@example.org")
    tell_name(registration_id=ann.id, name="Ann", now=now)
    with pytest.raises(LocationFull):
        bulk.carry_out(order=order(event, BulkKind.MOVE, 2, location_id=small.id), now=now)
    with pytest.raises(NotAsShown):
        bulk.carry_out(order=order(event, BulkKind.MOVE, 1, location_id=small.id), now=now)
    assert_seats_are_exact([home, small])

    hall = make_location(event=event)
    wanted = order(event, BulkKind.MOVE, 2, location_id=hall.id)
    bulk.carry_out(order=wanted, now=now)
    assert {place for _state, place in states().values()} == {hall.id}
    assert db.session.get(GuestName, ann.id) is None
    undo(event, wanted.id, now)
    assert {place for _state, place in states().values()} == {home.id}
    assert db.session.get(GuestName, ann.id) is not None
    assert_seats_are_exact([home, hall])

    undoing.forget_names(now=now + UNDO_WINDOW)
    assert not db.session.scalars(
        select(BulkChange.name_box).where(BulkChange.name_box.is_not(None))
    ).all()


@pytest.mark.parametrize("round_", range(2))
def test_acts_at_the_same_moment_keep_the_seats_exact(
    app: Flask, event: Event, now: datetime, round_: int
) -> None:
    places = [make_location(event=event, capacity=40) for _ in range(3)]
    for number in range(12):
        place = places[number % 2]
        make_registration(location=place, email=f"g{number}@example.org", party_size=2)
    moved = order(event, BulkKind.MOVE, 12, location_id=places[2].id)
    cancelled = order(event, BulkKind.CANCEL, 12)

    def act(wanted: bulk.Order) -> Any:
        def run() -> None:
            try:
                bulk.carry_out(order=wanted, now=now)
            except NotAsShown:
                return

        return run

    # One of them is pressed twice.
    at_once(app, act(moved), act(cancelled), act(cancelled))
    assert_seats_are_exact(places)
    assert {state for state, _place in states().values()} == {State.CANCELLED}
    undo(event, cancelled.id, now)
    assert_seats_are_exact(places)
    assert {state for state, _place in states().values()} == {State.CONFIRMED}

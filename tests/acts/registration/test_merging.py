"""Several sign-ups become one: seats exact, one link stays, once."""

from contextlib import suppress
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.database import db
from app.events.models import Event
from app.locations.models import Location
from app.mail.models import Outbox
from app.organizer.duplicates import alike
from app.organizer.people import Person
from app.registration.errors import AlreadyEnded, KeepTheFirmest, LocationFull
from app.registration.models import Registration
from app.registration.rules import RegistrationState as State
from app.registration.service.merging import Merge, merge
from tests.acts.registration.test_races import assert_seats_are_exact, at_once
from tests.factories import make_location, make_registration


def act(kept: Registration, *others: Registration, size: int, now: datetime) -> None:
    wanted = Merge(kept.event_id, kept.id, [other.id for other in others], size)
    merge(wanted=wanted, actor="organizer:1", now=now)


def letters() -> list[tuple[str, object]]:
    return sorted((row.kind, row.about_id) for row in db.session.scalars(select(Outbox)))


def test_the_seats_of_the_others_carry_the_larger_party(event: Event, now: datetime) -> None:
    full = make_location(event=event, capacity=4)
    kept = make_registration(location=full, party_size=1)
    other = make_registration(location=full, email="ann+two@example.org", party_size=3)
    make_registration(
        location=full, email="w@example.org", state=State.WAITLISTED, waiting_since=now
    )
    with pytest.raises(LocationFull):
        act(kept, other, size=5, now=now)
    act(kept, other, size=3, now=now)
    as_stored = select(Registration).execution_options(populate_existing=True)
    rows = {row.id: row for row in db.session.scalars(as_stored)}
    assert (rows[kept.id].state, rows[kept.id].party_size) == (State.CONFIRMED, 3)
    assert rows[kept.id].token_version == kept.token_version
    assert rows[other.id].state == State.CANCELLED
    # Whoever waited has the seat that was left over.
    assert_seats_are_exact([full])
    assert [kind for kind, _about in letters()] == [
        "registration.cancelled",
        "registration.changed",
        "registration.seat_offered",
    ]


def test_the_firmest_stays_and_the_same_address_gets_one_letter(
    event: Event, location: Location, now: datetime
) -> None:
    firm = make_registration(location=location)
    waits = make_registration(location=location, state=State.PENDING)
    with pytest.raises(KeepTheFirmest):
        act(waits, firm, size=1, now=now)
    act(firm, waits, size=1, now=now)
    assert letters() == [("registration.changed", firm.id)]
    with pytest.raises(AlreadyEnded):
        act(firm, waits, size=1, now=now)


def test_merged_twice_at_once_is_merged_once(
    app: Flask, event: Event, location: Location, now: datetime
) -> None:
    one = make_registration(location=location, party_size=2)
    two = make_registration(location=location, email="b@example.org", party_size=2)

    def press(kept: Registration, other: Registration) -> None:
        with suppress(AlreadyEnded):
            act(kept, other, size=2, now=now)

    at_once(app, lambda: press(one, two), lambda: press(two, one))
    assert_seats_are_exact([location])
    states = db.session.scalars(select(Registration.state)).all()
    assert sorted(states) == [State.CANCELLED, State.CONFIRMED]


class Row:
    def __init__(self, number: int, city: str = "Berlin") -> None:
        self.id, self.city, self.country = number, city, "DE"


def test_alike_are_one_mailbox_or_one_name_in_one_city() -> None:
    people = {
        1: Person("سارا  كریمی", "s.ara@example.org", ""),
        2: Person("سارا کریمی", "sara+summit@example.org", ""),
        3: Person("Ann Lee", "ann@example.org", ""),
        4: Person("ann lee", "lee@example.org", ""),
        5: Person("Ann Lee", "third@example.org", ""),
        6: Person("", "", ""),
        7: Person("", "", "", readable=False),
    }
    rows = [Row(number, "Paris" if number == 5 else "Berlin") for number in people]
    found = alike(rows, people)  # type: ignore[arg-type]
    assert [(group.same_mailbox, group.ids) for group in found] == [(True, [1, 2]), (False, [3, 4])]

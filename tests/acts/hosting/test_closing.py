"""Closing, moving and merging: nobody is lost, nobody is counted twice, everybody is told."""

from datetime import datetime

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.database import db
from app.events.models import Event
from app.hosting import rules
from app.hosting.errors import LocationClosed, NotOneEvent
from app.hosting.service import closing
from app.locations.models import Location, LocationState
from app.mail.delivery import Deliverer
from app.mail.models import Outbox
from app.registration.errors import LocationFull
from app.registration.models import Registration
from app.registration.rules import RegistrationState as State
from tests import letters
from tests.factories import link_of, make_event, make_home, make_location
from tests.factories import make_registration as register
from tests.fixtures.mailbox import Mailbox

OMAR = "organizer:1"
ANN, BEN = "ann@example.org", "ben@example.org"


def fresh(location: Location) -> Location:
    db.session.rollback()
    found = select(Location).where(Location.id == location.id)
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def owed() -> list[str]:
    return sorted(db.session.scalars(select(Outbox.kind)))


def test_everybody_moves_with_a_merge_and_keeps_the_link(
    event: Event, location: Location, now: datetime, mailer: Deliverer, smtp: Mailbox
) -> None:
    into = make_location(event=event, name="New Mill", capacity=10)
    make_location(event=event, name="Town Hall")
    make_location(event=event, name="Full Hall", longitude=into.longitude, taken=20)
    ann = register(location=location, party_size=3)
    register(location=location, email=BEN, party_size=2, state=State.PENDING)
    register(location=location, email=None)
    register(location=location, email="c@example.org", state=State.CANCELLED)
    told = closing.merge(location_id=location.id, into_id=into.id, actor=OMAR, now=now)
    assert told == 3
    assert (fresh(location).state, fresh(location).taken) == (LocationState.CLOSED, 0)
    assert fresh(into).taken == 6
    mailer.run_once()
    text = letters.text_of(smtp.to(ANN)[0])
    assert "New Mill" in text
    assert "The nearest other location: Town Hall, Berlin" in text
    assert link_of(ann) in text
    assert len(smtp.to(BEN)) == 1
    assert smtp.to("c@example.org") == []


def test_a_merge_that_does_not_fit_changes_nothing(
    event: Event, location: Location, now: datetime
) -> None:
    into = make_location(event=event, capacity=2)
    register(location=location, party_size=3)
    with pytest.raises(LocationFull):
        closing.merge(location_id=location.id, into_id=into.id, actor=OMAR, now=now)
    assert (fresh(location).taken, fresh(into).taken) == (3, 0)
    assert owed() == []


def test_a_merge_into_no_limit_and_from_no_limit_counts_right(event: Event, now: datetime) -> None:
    without = make_location(event=event, capacity=None)
    limited = make_location(event=event, capacity=5)
    register(location=without, party_size=4)
    closing.merge(location_id=without.id, into_id=limited.id, actor=OMAR, now=now)
    assert fresh(limited).taken == 4
    other = make_location(event=event, capacity=None)
    closing.merge(location_id=limited.id, into_id=other.id, actor=OMAR, now=now)
    assert fresh(other).taken == 0


def test_a_location_cannot_merge_into_itself_another_event_or_a_closed_one(
    event: Event, location: Location, now: datetime
) -> None:
    foreign = make_location(event=make_event(now=now, slug="other"))
    closed = make_location(event=event, state=LocationState.CLOSED)
    for into, error in (
        (location, NotOneEvent),
        (foreign, NotOneEvent),
        (closed, LocationClosed),
    ):
        with pytest.raises(error):
            closing.merge(location_id=location.id, into_id=into.id, actor=OMAR, now=now)
    assert fresh(location).state == LocationState.APPROVED


def test_closing_twice_tells_once(location: Location, now: datetime) -> None:
    register(location=location)
    assert closing.close(location_id=location.id, actor=OMAR, now=now) == 1
    assert closing.close(location_id=location.id, actor=OMAR, now=now) == 0
    assert owed() == [rules.CLOSED]
    acts = select(func.count()).select_from(AuditEntry)
    assert db.session.scalar(acts.where(AuditEntry.action == "location.closed")) == 1


def test_a_letter_about_a_home_carries_the_key_to_its_address(
    event: Event, now: datetime, mailer: Deliverer, smtp: Mailbox
) -> None:
    home = make_home(event=event)
    own = register(location=home)
    closing.change(
        location_id=home.id, values={"access": "lift"}, kind=rules.CHANGED, actor=OMAR, now=now
    )
    mailer.run_once()
    link = letters.link_in(smtp.to(ANN)[0], "r")
    assert link.startswith(link_of(own))
    assert len(link) > len(link_of(own))


def test_a_guest_who_left_meanwhile_hears_nothing(
    location: Location, now: datetime, mailer: Deliverer, smtp: Mailbox
) -> None:
    own = register(location=location)
    closing.close(location_id=location.id, actor=OMAR, now=now)
    db.session.get_one(Registration, own.id).state = State.CANCELLED
    db.session.commit()
    mailer.run_once()
    assert smtp.to(ANN) == []

"""The kept counters say at every moment what counting would say."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, text, update

from app.database import db, transaction
from app.events.models import Event
from app.locations.models import Location, LocationName, LocationState
from app.registration.counters import RegistrationDelta, Tally
from app.registration.models import Registration
from app.registration.queries.numbers import (
    Counted,
    Day,
    count_between,
    count_everything,
)
from app.registration.rules import RegistrationState as State
from app.registration.service import changing, counting, holds
from tests import factories

OFFERS = {"offer_new", "offer_gone", "offer_changed"}
WEBHOOKS = {
    f"webhook_{table}_{change}"
    for table in ("registration", "location")
    for change in ("made", "changed")
}


def counted_by_hand(event: Event, countries: tuple[str, ...] = ()) -> dict[str, object]:
    db.session.rollback()
    rows = db.session.execute(
        select(Registration.state, Registration.party_size, Registration.language, Location)
        .join(Location, Location.id == Registration.location_id)
        .where(Registration.event_id == event.id)
    ).all()
    rows = [row for row in rows if not countries or row.Location.country in countries]
    confirmed = [row for row in rows if row.state == State.CONFIRMED]
    people: Counter[tuple[str, State]] = Counter()
    languages: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for row in rows:
        people[(row.Location.country, row.state)] += row.party_size
    for row in confirmed:
        languages[row.language] += row.party_size
        kinds[row.Location.kind.value] += row.party_size
    return {
        "people": dict(people),
        "places": dict(
            Counter(
                country for country, _id in {(r.Location.country, r.Location.id) for r in confirmed}
            )
        ),
        "languages": dict(languages),
        "kinds": dict(kinds),
        "ever": len(rows),
    }


def as_kept(event: Event, countries: tuple[str, ...] = ()) -> dict[str, object]:
    db.session.rollback()
    kept: Counted = count_everything(event.id, countries=countries)
    return {
        "people": {(line.country, line.state): line.people for line in kept.by_country},
        "places": {line.country: line.locations for line in kept.by_country if line.locations},
        "languages": {share.key: share.people for share in kept.languages},
        "kinds": {share.key: share.people for share in kept.kinds},
        "ever": sum(kept.half_hours.values()),
    }


@pytest.fixture
def paris(event: Event) -> Location:
    return factories.make_location(event=event, city="Paris", country="FR")


def test_whatever_happens_to_sign_ups_the_counters_follow_folded_or_not(
    event: Event, location: Location, paris: Location, now: datetime
) -> None:
    ann = factories.make_registration(location=location, party_size=3)
    bob = factories.make_registration(location=location, email="bob@example.org", language="fa")
    factories.make_registration(location=paris, email="eve@example.org", state=State.PENDING)

    def agree() -> None:
        for countries in ((), ("FR",), ("DE", "FR")):
            assert as_kept(event, countries) == counted_by_hand(event, countries)

    agree()
    assert counting.fold_counters(now=now) > 0
    agree()
    changing.move(
        registration_id=ann.id, location_id=paris.id, party_size=2, actor="holder", now=now
    )
    agree()
    changing.cancel(registration_id=bob.id, actor="holder", now=now)
    agree()
    counting.fold_counters(now=now)
    agree()
    holds.expire_pending(now=now + timedelta(days=3))
    changing.cancel(registration_id=ann.id, actor="holder", now=now)
    agree()
    counting.fold_counters(now=now)
    agree()
    assert counting.fold_counters(now=now) == 0


def test_a_location_that_moves_to_another_country_takes_its_people_along(
    event: Event, location: Location, now: datetime
) -> None:
    factories.make_registration(location=location, party_size=4)
    counting.fold_counters(now=now)
    with transaction() as session:
        session.execute(update(Location).where(Location.id == location.id).values(country="AT"))
    assert as_kept(event) == counted_by_hand(event)
    counting.fold_counters(now=now)
    assert as_kept(event) == counted_by_hand(event)


def test_what_is_deleted_is_no_longer_counted(
    event: Event, location: Location, now: datetime
) -> None:
    factories.make_registration(location=location)
    counting.fold_counters(now=now)
    with transaction() as session:
        session.execute(delete(Registration))
    assert as_kept(event) == counted_by_hand(event)
    counting.fold_counters(now=now)
    assert as_kept(event)["ever"] == 0


def test_a_sign_up_that_fails_is_not_counted(
    event: Event, location: Location, now: datetime
) -> None:
    factories.make_registration(location=location)
    with pytest.raises(RuntimeError), transaction() as session:
        session.execute(delete(Registration))
        raise RuntimeError
    assert as_kept(event) == counted_by_hand(event)


def test_sign_ups_stand_in_the_half_hour_of_their_making(
    event: Event, location: Location, now: datetime
) -> None:
    for minutes in (0, 29, 30, 59):
        factories.make_registration(
            location=location,
            email=f"guest{minutes}@example.org",
            now=now + timedelta(minutes=minutes),
        )
    half = timedelta(minutes=30)
    assert count_everything(event.id, countries=()).half_hours == {now: 2, now + half: 2}


def test_two_folders_never_count_a_change_twice(
    event: Event, location: Location, now: datetime
) -> None:
    counting.fold_counters(now=now)
    factories.make_registration(location=location)
    with transaction() as session:
        taken = counting.take_lines(session)
        assert len(taken) == 1
        assert counting.take_lines(session) == []
    assert db.session.scalars(select(RegistrationDelta)).all() == []


def test_locations_that_people_can_choose_are_counted_as_they_change(
    event: Event, location: Location, paris: Location, now: datetime
) -> None:
    def offered() -> dict[str, int]:
        db.session.rollback()
        return count_everything(event.id, countries=()).offered

    assert offered() == {"DE": 1, "FR": 1}
    counting.fold_counters(now=now)
    assert offered() == {"DE": 1, "FR": 1}
    with transaction() as session:
        session.execute(update(Location).values(state=LocationState.CLOSED))
    assert offered() == {}
    with transaction() as session:
        session.execute(update(Location).values(state=LocationState.APPROVED, country="IR"))
    counting.fold_counters(now=now)
    assert offered() == {"IR": 2}
    assert count_everything(event.id, countries=("FR",)).offered == {}
    with transaction() as session:
        session.execute(delete(LocationName))
        session.execute(delete(Location).where(Location.id == paris.id))
    assert offered() == {"IR": 1}


def test_days_take_what_lies_between_their_bounds() -> None:
    noon = datetime(2027, 1, 15, 12, tzinfo=UTC)
    day = timedelta(days=1)
    days = [Day(noon, noon + day), Day(noon + day, noon + 2 * day)]
    half_hours = {noon - timedelta(minutes=30): 9, noon: 1, noon + day: 2, noon + 2 * day: 9}
    assert count_between(half_hours, days) == [1, 2]


def test_every_upgrade_leaves_the_triggers_in_place(event: Event) -> None:
    """SQLite drops them silently when a migration rebuilds their table."""
    names = {"sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'"}
    query = names.get(
        db.engine.dialect.name, "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    found = set(db.session.scalars(text(query)))
    expected = {
        "sqlite": {"count_new", "count_gone", "count_changed", "count_moved", *OFFERS},
        "postgresql": {"count_registration", "count_moved", "count_offered"},
    }
    assert found == expected[db.engine.dialect.name] | WEBHOOKS


def test_tallies_name_nobody() -> None:
    assert set(Tally.__table__.columns.keys()) == {
        *("event_id", "country", "measure", "key"),
        *("registrations", "people"),
    }

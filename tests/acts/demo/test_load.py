"""`flask demo load`."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from app.announcements.models import Announcement
from app.audit.models import AuditEntry
from app.database import db, transaction
from app.demo import service
from app.demo.errors import DemoExists
from app.events.models import Event, EventState
from app.events.rules import sign_up_is_open
from app.gazetteer.countries import countries
from app.hosting.letters.to_hosts import approved
from app.hosting.models import Host
from app.locations.models import Location, LocationKind, LocationState
from app.mail.models import Outbox
from app.messages.models import Message
from app.messages.rules import MessageState
from app.registration.models import Registration
from app.registration.rules import HOLDS_SEATS
from app.vault.keyfiles import MAILER, event_audience
from app.vault.rules import binding, normalise_address
from app.vault.service import Opener, current_vault
from tests.factories import make_event

LoadDemo = Callable[..., Event]


def test_the_summit_is_open_for_sign_up(load_demo: LoadDemo, now: datetime) -> None:
    event = db.session.get_one(Event, load_demo().id, populate_existing=True)
    assert event.state == EventState.PUBLISHED
    assert sign_up_is_open(event.sign_up_opens_at, event.sign_up_closes_at, now, published=True)
    assert len(event.programme) == 8
    assert {text.language for text in event.texts} == set(event.languages)


def test_there_are_as_many_places_and_people_as_wanted(load_demo: LoadDemo) -> None:
    load_demo(locations=12, registrations=80)
    kinds = Counter(db.session.scalars(select(Location.kind)))
    assert kinds[LocationKind.HALL] + kinds[LocationKind.HOME] == 12
    assert kinds[LocationKind.ONLINE] == len(countries("en"))
    assert len(db.session.scalars(select(Registration.id)).all()) == 80


def test_seats_are_exact_even_where_places_are_full(load_demo: LoadDemo) -> None:
    load_demo(locations=6, registrations=400)
    held: Counter[int] = Counter()
    for row in db.session.scalars(select(Registration)):
        held[row.location_id] += row.party_size if row.state in HOLDS_SEATS else 0
    places = db.session.scalars(select(Location).where(Location.capacity.is_not(None))).all()
    assert [(p.taken, p.taken <= (p.capacity or 0)) for p in places] == [
        (held[p.id], True) for p in places
    ]
    assert any(place.taken == place.capacity for place in places)
    assert set(db.session.scalars(select(Location.taken).where(Location.capacity.is_(None)))) == {0}


def test_the_same_seed_gives_the_same_demo(load_demo: LoadDemo) -> None:
    assert _drawn(load_demo(20, seed=7)) == _drawn(load_demo(20, seed=7))


def test_another_seed_gives_another_demo(load_demo: LoadDemo) -> None:
    assert _drawn(load_demo(seed=7)) != _drawn(load_demo(seed=8))


def test_organizers_open_the_people_and_the_mailer_their_addresses(
    app: Flask, load_demo: LoadDemo
) -> None:
    event, vault = load_demo(), current_vault()
    event_key = vault.files.take_unclaimed_key(event.key_id)
    assert event_key is not None
    organizers = Opener(event_audience(event.key_id), event_key)
    mailer = Opener(MAILER, vault.files.mailer_private_key())
    for row in db.session.scalars(select(Registration)).all():
        identity = organizers.open(row.identity_box, _at("identity_box", event, row))
        if row.contact_box is None:
            assert (identity["email"], row.address_index) == ("", None)
            continue
        contact = mailer.open(row.contact_box, _at("contact_box", event, row))
        assert contact == {"email": identity["email"]}
        address = normalise_address(identity["email"])
        assert row.address_index == vault.index(f"address:{event.id}", address)


def test_a_home_tells_its_address_to_organizers_only(load_demo: LoadDemo) -> None:
    load_demo(locations=20)
    for place in db.session.scalars(select(Location)):
        is_home = place.kind == LocationKind.HOME
        assert (place.address_box is not None) is is_home
        assert not (is_home and (place.address or place.name))


def test_a_second_load_changes_nothing(load_demo: LoadDemo) -> None:
    event = load_demo()
    before = _rows(event)
    with pytest.raises(DemoExists):
        load_demo(seed=2)
    assert _rows(event) == before


def test_an_event_of_ours_under_that_address_is_kept(load_demo: LoadDemo) -> None:
    make_event(slug="global-summit", state=EventState.CLOSED)
    with pytest.raises(DemoExists):
        load_demo()


def test_what_a_broken_off_load_left_is_cleared(load_demo: LoadDemo, now: datetime) -> None:
    def break_off(done: int, total: int) -> None:
        if done > total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        service.load(size=service.Size(10, 1_000), now=now, progress=break_off)
    assert db.session.scalar(select(Event.state)) == EventState.DRAFT
    event = load_demo()
    assert db.session.scalars(select(Event.id)).all() == [event.id]


def test_there_are_hosts_offers_messages_and_announcements(
    load_demo: LoadDemo, now: datetime
) -> None:
    event = load_demo(locations=60, registrations=200)
    hosts = db.session.scalars(select(Host)).all()
    states = Counter(host.location.state for host in hosts)
    assert (states[LocationState.APPROVED], states[LocationState.PROVEN]) == (12, 3)
    letters = db.session.scalars(select(Outbox).where(Outbox.kind == "host.approved")).all()
    told = {host.id: host.language for host in hosts}
    assert sorted(told[letter.about_id] for letter in letters) == ["en", "fa"]
    mailer = Opener(MAILER, current_vault().files.mailer_private_key())
    links = [made.context["link"] for row in letters if (made := approved(row, mailer))]
    assert len(links) == 2
    waiting = db.session.scalars(select(Message.state)).all()
    assert Counter(waiting) == {MessageState.APPROVED: 8, MessageState.WAITING: 5}
    assert {a.state for a in db.session.scalars(select(Announcement))} == {"draft", "scheduled"}
    assert all(message.sent_at < now for message in db.session.scalars(select(Message)))
    assert set(event.languages) >= set(db.session.scalars(select(Message.language)))


def test_the_audit_log_tells_of_it(load_demo: LoadDemo) -> None:
    load_demo()
    assert "demo.loaded" in db.session.scalars(select(AuditEntry.action)).all()


def test_progress_ends_at_its_end(world: None, now: datetime) -> None:
    told: list[tuple[int, int]] = []
    service.load(size=service.Size(5, 30), now=now, progress=lambda *step: told.append(step))
    assert told == sorted(told)
    assert told[-1] == (70, 70)


def _drawn(event: Event) -> list[Any]:
    """What the seed decides, opened; then the demo is cleared away."""
    event_key = current_vault().files.take_unclaimed_key(event.key_id)
    assert event_key is not None
    opener = Opener(event_audience(event.key_id), event_key)
    places = [
        (p.public_id, p.name, p.city, p.capacity, p.taken, tuple(p.languages), p.address)
        for p in db.session.scalars(select(Location).order_by(Location.public_id))
    ]
    hosts = [
        (
            h.id,
            h.language,
            h.location.public_id,
            h.created_at,
            h.decided_at,
            h.proven_at,
            *opener.open(h.identity_box, binding("host", "identity_box", event.id, h.id)).values(),
        )
        for h in db.session.scalars(select(Host).order_by(Host.id))
    ]
    said = [
        (m.id, m.text, m.state, m.sent_at)
        for m in db.session.scalars(select(Message).order_by(Message.id))
    ]
    people = [
        (
            r.id,
            r.state,
            r.party_size,
            r.language,
            r.created_at,
            *opener.open(r.identity_box, _at("identity_box", event, r)).values(),
        )
        for r in db.session.scalars(select(Registration).order_by(Registration.id))
    ]
    with transaction() as session:
        session.execute(delete(Registration))
        session.execute(delete(Event))
    # SQLite gives the same ids again.
    db.session.expunge_all()
    return [*places, *hosts, *said, *people]


def _rows(event: Event) -> list[Any]:
    ids = db.session.scalars(select(Registration.id).order_by(Registration.id)).all()
    return [event.id, *ids]


def _at(column: str, event: Event, row: Registration) -> str:
    return binding("registration", column, event.id, row.id)

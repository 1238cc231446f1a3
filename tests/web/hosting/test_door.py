"""The door: codes, who came, exact on two phones, for the host and for organizers."""

from datetime import datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.database import db
from app.events.models import Event
from app.hosting.doors import Answer, Said, count, door_of, press
from app.hosting.service.arriving import forget_arrivals
from app.locations.models import Location
from app.registration.models import Arrival, Registration
from app.registration.rules import RegistrationState as State
from app.registration.rules import door_code, read_door_code
from app.registration.service import changing
from app.staff.models import StaffRole
from app.vault.service import current_vault
from tests import pages
from tests.acts.registration.test_races import at_once
from tests.factories import (
    PASSWORD,
    host_link_of,
    make_host,
    make_location,
    make_online_location,
    make_organizer,
    make_registration,
)


def code_of(registration: Registration) -> str:
    return door_code(current_vault().files.index_key, registration.id.hex)


def arrivals() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Arrival)) or 0


def test_a_code_is_read_however_it_is_typed() -> None:
    assert read_door_code(" 2zt gj1 ") == "2ZT-GJ1"
    assert read_door_code("۲ZTGJ۱") == "2ZT-GJ1"
    assert read_door_code("2ZTGJ") is None
    assert read_door_code("2ZT-GJU") is None


def test_two_phones_mark_a_party_once_and_whoever_moved_on_has_not_come(
    app: Flask, event: Event, location: Location, now: datetime
) -> None:
    ann = make_registration(location=location, party_size=3)
    make_registration(location=location, email="p@example.org", state=State.PENDING)
    code, answers = code_of(ann), []

    def phone() -> None:
        where = db.session.get_one(Location, location.id)
        answers.append(press(where, code, undo=False, actor="holder", now=now).said)

    at_once(app, phone, phone)
    assert sorted(answers, key=lambda said: said.value) == [Said.CAME, Said.CAME_BEFORE]
    assert count(door_of(location)) == (3, 3)
    other = make_location(event=event)
    assert press(other, code, undo=False, actor="holder", now=now) == Answer(Said.UNKNOWN)

    changing.move(
        registration_id=ann.id, location_id=other.id, party_size=3, actor="holder", now=now
    )
    assert count(door_of(location)) == (0, 0)
    assert count(door_of(other)) == (0, 3)
    assert press(other, code, undo=False, actor="holder", now=now).said == Said.CAME
    assert count(door_of(other)) == (3, 3)
    forget_arrivals(now=event.ends_at)
    assert arrivals() == 1
    forget_arrivals(now=event.ends_at + timedelta(days=1))
    assert arrivals() == 0


def test_an_organizer_marks_by_code_by_receipt_and_by_button_and_sees_names_on_request(
    organizer_client: FlaskClient, location: Location
) -> None:
    ann = make_registration(location=location, party_size=2, receipt="ABCDEFGHJKMNPQRS")
    ben = make_registration(location=location, name="Ben", email="b@example.org")
    path = f"/organizer/summit/locations/{location.public_id}/door"
    page = pages.open_page(organizer_client, path)
    assert "Ann" not in page.text
    assert "Ann" in pages.open_page(organizer_client, f"{path}?names=1").text
    assert page.submit(organizer_client, "/door", code="abcd efgh jkmn pqrs").status_code == 303
    assert page.submit(organizer_client, "/door", came=code_of(ben)).status_code == 303
    again = page.submit(organizer_client, "/door", code=code_of(ann).lower())
    told = pages.open_page(organizer_client, again.location)
    assert "was marked before" in told.text
    assert told.all(".numbers dd") == ["3", "3"]
    assert page.submit(organizer_client, "/door", undo=code_of(ann)).status_code == 303
    assert arrivals() == 1
    for typed in ("", "nobody", "AAA-AAA"):
        wrong = page.submit(organizer_client, "/door", code=typed)
        assert "Nobody who is confirmed here" in pages.check(wrong, path, status=422).text
    done = db.session.scalars(
        select(AuditEntry.about_id).where(AuditEntry.action.startswith("door."))
    ).all()
    assert done == [None] * 3


def test_a_door_is_seen_within_scope_and_a_sofa_has_none(
    client: FlaskClient, organizer: object, event: Event, location: Location
) -> None:
    make_organizer(email="c@example.org", role=StaffRole.COORDINATOR, scope=("FR",))
    pages.sign_in(client, "c@example.org", PASSWORD)
    sofa = make_online_location(event=event, country="FR")
    for place in (location, sofa):
        path = f"/organizer/summit/locations/{place.public_id}/door"
        assert client.get(path).status_code == 404


def test_a_host_ticks_off_with_the_own_link(client: FlaskClient, event: Event) -> None:
    host = make_host(event=event)
    ann = make_registration(location=host.location)
    elsewhere = make_registration(location=make_location(event=event), email="e@example.org")
    path = f"{host_link_of(host)}/doors"
    page = pages.open_page(client, path)
    wrong = page.submit(client, "/doors", code=code_of(elsewhere))
    pages.check(wrong, path, status=422)
    assert page.submit(client, "/doors", code=code_of(ann)).status_code == 303
    told = pages.open_page(client, path)
    assert told.all(".numbers dd") == ["1", "1"]
    assert told.submit(client, "/doors", undo=code_of(ann)).status_code == 303
    assert arrivals() == 0

"""People from a file: sent, looked through, signed up at once, and taken back."""

from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.database import db
from app.events.models import Event
from app.locations.models import Location
from app.mail.models import Outbox, OutboxState
from app.organizer import drafts
from app.organizer.import_form import words_of_columns, words_of_languages
from app.organizer.models import ImportDraft
from app.registration.models import BulkAct, Registration, StagedSignUp
from app.registration.people_file import recognise
from app.registration.rules import IMPORT_HOLD, UNDO_WINDOW
from app.registration.rules import RegistrationState as State
from app.web.references import reference_of
from app.web.uploads import InMemoryRequest
from tests import factories
from tests.fixtures.application import StandingClock
from tests.fixtures.mailbox import Mailbox
from tests.pages import Page, check, open_page

PATH = "/organizer/summit/registrations/import"
LETTER, LINK = "registration.confirm", "registration.confirmed"


def send(client: FlaskClient, text: str | bytes, status: int = 303) -> Any:
    content = text.encode() if isinstance(text, str) else text
    file = (BytesIO(content), "people.csv")
    answer = open_page(client, PATH).submit(client, "/import", file=file)
    assert answer.status_code == status
    return answer


def look(client: FlaskClient, text: str, **chosen: str) -> Page:
    path = send(client, text).location
    return open_page(client, f"{path}?{urlencode(chosen)}" if chosen else path)


def sign_up(client: FlaskClient, page: Page, **fields: Any) -> Any:
    return page.submit(client, "/import/", **{"agreed": "y", **fields})


def stored() -> list[Registration]:
    db.session.rollback()
    rows = db.session.scalars(select(Registration).order_by(Registration.id))
    return list(rows.unique())


def letters() -> list[tuple[str, OutboxState]]:
    return [tuple(row) for row in db.session.execute(select(Outbox.kind, Outbox.state))]


def taken(location: Location) -> int:
    db.session.rollback()
    return db.session.scalar(select(Location.taken).where(Location.id == location.id)) or 0


@pytest.fixture
def checked(organizer_client: FlaskClient, location: Location) -> Page:
    """Somebody known, Ann with a friend, and Bob, looked through."""
    factories.make_registration(location=location, email="known@example.org")
    text = (
        "E-Mail;Full name;Party size;Language;Colour\n"
        "ann@example.org;Ann Import;2;Persian;red\nknown@example.org;;1;;\nbob@example.org;;;;\n"
    )
    page = look(organizer_client, text)
    assert "Where do they come?" not in page.text  # a first look is no mistake
    chosen = f"email=0&name=1&party_size=2&language=3&place={location.public_id}&letters=ask"
    return open_page(organizer_client, f"{page.path}?{chosen}")


def test_a_look_says_what_would_happen_and_asks_for_their_consent(
    organizer_client: FlaskClient, checked: Page
) -> None:
    assert "new registrations 2" in checked.text
    assert "people in them 3" in checked.text
    assert "signed up already; they stay as they are 1" in checked.text
    assert "known@" not in checked.text
    answer = sign_up(organizer_client, checked, agreed=None)
    refused = check(answer, checked.path, status=422)
    assert "without it we may not keep their data" in refused.text
    answer = sign_up(organizer_client, checked, seen="3")
    assert "It is another number by now" in check(answer, checked.path, status=422).text
    assert len(stored()) == 1


def test_people_are_asked_by_a_letter_in_their_language(
    organizer_client: FlaskClient, location: Location, checked: Page, time: StandingClock
) -> None:
    before = taken(location)
    answer = sign_up(organizer_client, checked)
    assert answer.status_code == 303
    # The second click of two leads to what the first one did.
    assert sign_up(organizer_client, checked).location == answer.location
    _known, ann, bob = sorted(stored(), key=lambda one: (one.state, one.language != "fa"))
    assert (ann.state, ann.party_size, ann.language) == (State.PENDING, 2, "fa")
    assert ann.held_until == time.now() + UNDO_WINDOW + IMPORT_HOLD
    assert bob.language == "en"
    assert taken(location) == before + 3
    assert letters() == [(LETTER, OutboxState.QUEUED)] * 2
    assert db.session.scalars(select(ImportDraft)).all() == []
    assert db.session.scalars(select(StagedSignUp)).all() == []
    assert "Ann Import" in open_page(organizer_client, "/organizer/summit/registrations").text
    history = open_page(organizer_client, f"/organizer/summit/registrations/{reference_of(ann.id)}")
    assert "Registrations imported" in history.text


def test_an_import_is_logged_without_its_people_and_can_be_taken_back(
    organizer_client: FlaskClient, location: Location, checked: Page
) -> None:
    before = taken(location)
    answer = sign_up(organizer_client, checked)
    [entry] = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "registrations.import")
    )
    assert entry.detail == {"registrations": 2, "consent": False}
    act = open_page(organizer_client, answer.location)
    assert "new registrations 2" in act.text
    assert act.submit(organizer_client, "/undo").status_code == 303
    assert "This is taken back." in open_page(organizer_client, answer.location).text
    assert len(stored()) == 1
    assert taken(location) == before
    assert letters() == [(LETTER, OutboxState.SUPPRESSED)] * 2


def test_who_agreed_elsewhere_is_confirmed_and_gets_the_link(
    organizer_client: FlaskClient,
    location: Location,
    deliver: Any,
    smtp: Mailbox,
    time: StandingClock,
) -> None:
    there = location.public_id
    text = f"email,location\nann@example.org,{there}\nbob@example.org,{there}\n"
    page = look(organizer_client, text, email="0", location="1", letters="confirmed")
    answer = sign_up(organizer_client, page)
    ann, bob = stored()
    assert (ann.state, ann.confirmed_at) == (State.CONFIRMED, time.now())
    [entry] = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "registrations.import")
    )
    assert entry.detail == {"registrations": 2, "consent": True}
    # Who changed something meanwhile stays; the others are forgotten.
    bob.sequence += 1
    db.session.commit()
    open_page(organizer_client, answer.location).submit(organizer_client, "/undo")
    [left] = stored()
    assert left.id == bob.id
    act = db.session.scalars(select(BulkAct)).one()
    assert (act.restored, act.moved_on) == (1, 1)
    time.moment += UNDO_WINDOW
    deliver()
    assert smtp.to("bob@example.org")
    assert not smtp.to("ann@example.org")


def test_faults_are_told_by_line_and_column_and_nobody_is_signed_up(
    organizer_client: FlaskClient, event: Event
) -> None:
    small = factories.make_location(event=event, capacity=3)
    text = (
        "Mail,Kind,Where\n"
        f"a@example.org,2,{small.public_id}\nb@example.org,2,{small.public_id}\nc@example.org,1,NOWHERE\n"
    )
    page = look(organizer_client, text, email="0", party_size="1", location="2", letters="ask")
    assert "line 3, column Where: only 3 seats are left there" in page.text
    assert "line 4, column Where: No open location has this code." in page.text
    assert not [form for form in page.forms("/import/") if form.method == "post"]
    posted = organizer_client.post(page.path, data={"agreed": "y"})
    assert posted.status_code in (400, 422)
    assert stored() == []


def test_seats_that_go_meanwhile_stop_the_whole_file(
    organizer_client: FlaskClient, event: Event
) -> None:
    small = factories.make_location(event=event, capacity=2)
    text = f"email,location\na@example.org,{small.public_id}\nb@example.org,{small.public_id}\n"
    page = look(organizer_client, text)
    factories.make_registration(location=small, email="first@example.org")
    refused = check(sign_up(organizer_client, page), page.path, status=422)
    assert "only 1 seat is left" in refused.text
    assert len(stored()) == 1


@pytest.mark.parametrize("content", [b"", "email\n\u00e4".encode("cp1252"), b'email\n"a@x.org'])
def test_what_is_no_file_of_people_is_refused_in_words(
    content: bytes, organizer_client: FlaskClient, event: Event
) -> None:
    if content.startswith(b'email\n"'):
        page = open_page(
            organizer_client,
            send(organizer_client, content).location + "?email=0&place=X&letters=ask",
        )
        assert "this is not CSV" in page.text
        return
    page = check(send(organizer_client, content, 422), PATH, status=422)
    assert "Nothing was stored" in page.text or "Please choose a file" in page.text


def test_a_file_is_kept_sealed_for_an_hour_and_for_its_sender_alone(
    organizer_client: FlaskClient, location: Location, time: StandingClock
) -> None:
    path = send(organizer_client, "email\ncanary@example.org\n").location
    box = db.session.scalars(select(ImportDraft.box)).one()
    assert b"canary" not in box
    row = db.session.scalars(select(ImportDraft)).one()
    other = factories.make_organizer(email="other@example.org")
    row.organizer_id = other.id
    db.session.commit()
    assert organizer_client.get(path).location.endswith("/registrations/import")
    time.moment += drafts.KEPT_FOR
    assert drafts.forget_drafts(now=time.moment) == 1


def test_uploads_never_touch_the_disk(app: Flask) -> None:
    assert app.request_class is InMemoryRequest
    request = InMemoryRequest({"REQUEST_METHOD": "POST"})
    assert isinstance(request._get_file_stream(10**9, "text/csv"), BytesIO)


@pytest.mark.parametrize(
    ("heads", "found"),
    [
        (["E-Mail", "Full name"], {"email": 0, "name": 1}),
        (["state", "name", "email", "party_size"], {"name": 1, "email": 2, "party_size": 3}),
        (["نام", "ایمیل", "زبان"], {"name": 0, "email": 1, "language": 2}),
        (["", "x", "mail", "email"], {"email": 2}),
    ],
)
def test_columns_are_known_by_their_heads_in_the_shipped_languages(
    heads: list[str], found: dict[str, int], app: Flask
) -> None:
    with app.test_request_context():
        assert recognise(heads, words_of_columns()) == found
        assert words_of_languages(["en"])["german"] == "de"

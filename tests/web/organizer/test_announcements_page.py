"""Writing to many from the desk: form, preview, count, progress."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.announcements.models import Announcement
from app.announcements.rules import AnnouncementState as State
from app.announcements.service import queue_due
from app.database import db
from app.events.models import Event
from app.locations.models import Location
from app.staff.models import Organizer, StaffRole
from tests import factories
from tests.fixtures.application import StandingClock
from tests.pages import Page, check, open_page, sign_in

PATH = "/organizer/summit/announcements"
TEXT = {"subject_en": "News", "body_en": "Bring a **lamp**."}


def write(client: FlaskClient, **fields: str) -> Page:
    """Fill in the form, and land on the announcement's page."""
    answer = open_page(client, PATH).submit(client, "announcements", **{**TEXT, **fields})
    assert answer.status_code == 303
    return open_page(client, answer.location)


def only() -> Announcement:
    db.session.rollback()
    return db.session.scalars(select(Announcement).execution_options(populate_existing=True)).one()


def test_one_is_written_looked_at_and_sent(
    organizer_client: FlaskClient, location: Location, time: StandingClock
) -> None:
    factories.make_registration(location=location)
    factories.make_registration(location=location, email="sara@example.org", language="fa")
    page = write(organizer_client, subject_fa="خبر", body_fa="چراغ بیاورید.")
    assert "2 letters, as things stand now." in page.text
    assert page.all(".prose strong") == ["lamp"]
    assert page.all("pre") == ["Bring a **lamp**.", "چراغ بیاورید."]
    assert "Everybody who is coming" in page.text
    assert page.submit(organizer_client, "/send").status_code == 303
    assert only().state == State.SCHEDULED
    assert queue_due(now=time.now()) == 2
    page = open_page(organizer_client, page.path)
    assert "On its way" in page.heading
    numbers = dict(zip(page.all(".numbers dt"), page.all(".numbers dd"), strict=True))
    assert (numbers["letters"], numbers["waiting"]) == ("2", "2")


def test_filters_are_those_of_the_list_and_are_shown(
    organizer_client: FlaskClient, event: Event
) -> None:
    location = factories.make_location(event=event, region="Bavaria")
    factories.make_registration(location=location)
    page = write(
        organizer_client, country="DE", region="Bayern", kind="hall", location=location.public_id
    )
    assert "1 letter, as things stand now." in page.text
    assert only().filters == {
        "country": "DE",
        "region": "Bavaria",
        "kind": "hall",
        "location": location.public_id,
    }
    assert {"Germany", "Hall"} <= set(page.all(".facts dd"))
    listed = open_page(organizer_client, "/organizer/summit/registrations?region=Bavaria&kind=home")
    assert "Nobody here" in listed.text


def test_it_can_wait_for_its_hour_on_the_events_clock(
    organizer_client: FlaskClient, event: Event
) -> None:
    page = write(organizer_client)
    answer = page.submit(organizer_client, "/send", send_at="2027-02-01T18:30")
    assert answer.status_code == 303
    assert only().send_at.isoformat() == "2027-02-01T17:30:00+00:00"  # type: ignore[union-attr]
    assert "It leaves on" in open_page(organizer_client, page.path).text
    assert page.submit(organizer_client, "/send", send_at="soon").status_code == 422


def test_a_draft_is_changed_and_one_that_left_is_not(
    organizer_client: FlaskClient, event: Event
) -> None:
    page = write(organizer_client, since="2027-01-01")
    edit = open_page(organizer_client, f"{page.path}/edit")
    assert edit.form("edit").fields["body_en"].strip() == "Bring a **lamp**."
    assert edit.form("edit").fields["since"] == "2027-01-01"
    assert edit.submit(organizer_client, "edit", subject_en="Late news").status_code == 303
    page.submit(organizer_client, "/send")
    assert only().texts[0].subject == "Late news"
    answer = edit.submit(organizer_client, "edit", subject_en="Too late")
    assert answer.status_code == 303
    assert "not possible any more" in open_page(organizer_client, answer.location).text
    assert only().texts[0].subject == "Late news"


@pytest.mark.parametrize(
    "fields",
    [
        {"subject_en": "", "body_en": ""},
        {"body_en": ""},
        {"subject_en": ""},
        {"subject_en": "News\r\nBcc: eve@example.org"},
        {"subject_en": "x" * 151},
        {"body_en": "x" * 5001},
        {"body_en": "a\x00b"},
        {"state": "pending"},
        {"country": "XX"},
        {"kind": "castle"},
        {"since": "yesterday"},
        {"location": "no such code!"},
    ],
)
def test_what_cannot_be_sent_is_refused_and_kept_in_the_form(
    organizer_client: FlaskClient, event: Event, fields: dict[str, str]
) -> None:
    page = open_page(organizer_client, PATH)
    answer = page.submit(organizer_client, "announcements", **{**TEXT, **fields})
    again = check(answer, PATH, status=422)
    assert again.all("#error-summary li")
    if "body_en" not in fields:
        assert again.form("announcements").fields["body_en"].strip() == TEXT["body_en"]
    assert db.session.scalar(select(Announcement)) is None


def test_pause_resume_and_cancel_have_buttons(
    organizer_client: FlaskClient, location: Location, time: StandingClock
) -> None:
    factories.make_registration(location=location)
    path = write(organizer_client).path
    open_page(organizer_client, path).submit(organizer_client, "/send")
    queue_due(now=time.now())
    for act, state in (("pause", State.PAUSED), ("resume", State.SENDING)):
        assert open_page(organizer_client, path).submit(organizer_client, act).status_code == 303
        assert only().state == state
    assert open_page(organizer_client, path).submit(organizer_client, "cancel").status_code == 303
    page = open_page(organizer_client, path)
    assert "Cancelled" in page.heading
    assert page.forms("announcements") == []


def test_another_events_announcement_is_not_found(
    organizer_client: FlaskClient, event: Event
) -> None:
    foreign = factories.make_announcement(event=factories.make_event(slug="second"))
    assert isinstance(foreign, UUID)
    assert organizer_client.get(f"{PATH}/{foreign}").status_code == 404


def test_who_sees_numbers_only_may_not_write_to_many(
    client: FlaskClient, organizer: Organizer, event: Event
) -> None:
    factories.make_organizer(email="mia@example.org", role=StaffRole.VIEWER)
    sign_in(client, "mia@example.org", factories.PASSWORD)
    assert client.get(PATH).status_code == 403


def test_a_manager_writes_to_everybody(
    client: FlaskClient, event: Event, organizer: Organizer
) -> None:
    factories.make_organizer(email="mona@example.org", role=StaffRole.MANAGER)
    factories.make_announcement(event=event)
    sign_in(client, "mona@example.org", factories.PASSWORD)
    assert "News" in open_page(client, PATH).text
    write(client)
    open_page(client, "/organizer/summit/mail")


def test_a_coordinator_writes_to_the_own_countries_and_sees_nothing_else(
    client: FlaskClient, organizer: Organizer, event: Event, location: Location, time: StandingClock
) -> None:
    paris = factories.make_location(event=event, city="Paris", country="FR")
    factories.make_registration(location=location)
    factories.make_registration(location=paris, email="bob@example.org")
    others = factories.make_announcement(event=event, texts={"en": ("To the world", "Hello.")})
    factories.make_organizer(email="cora@example.org", role=StaffRole.COORDINATOR, scope=("FR",))
    sign_in(client, "cora@example.org", factories.PASSWORD)
    page = open_page(client, PATH)
    assert "To the world" not in page.text
    assert page.links("/reminders") == []
    page = write(client)
    assert "1 letter, as things stand now." in page.text
    assert page.submit(client, "/send").status_code == 303
    assert queue_due(now=time.now()) == 1
    open_page(client, f"{PATH}/{others}", status=404)
    for act in ("send", "pause", "resume", "cancel", "edit"):
        token = open_page(client, PATH).form("announcements").fields["csrf_token"]
        answer = client.post(f"{PATH}/{others}/{act}", data={**TEXT, "csrf_token": token})
        assert answer.status_code == 404, act
    for closed in ("mail", "reminders"):
        assert client.get(f"/organizer/summit/{closed}").status_code == 403

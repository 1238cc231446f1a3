"""More than one event: made on the desk, copied without people, and apart from each other."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.database import Base, db
from app.events import queries
from app.events.models import Event, EventState
from app.hosting.models import Host
from app.livestream.models import Broadcast, DialIn, IngestKey, Stream
from app.locations.models import Location, LocationKind
from app.purge.service import purge_due
from app.registration.models import Registration
from app.staff import service as staff
from app.staff.models import EventKeyGrant, EventMember, Organizer, StaffRole
from app.staff.service.founding import Founding, give_up
from app.vault.keyfiles import KeyFiles, event_audience
from app.vault.models import SealedKey
from tests import factories, pages
from tests.pages import Page, open_page

NEW = {
    "title": "Harvest Day",
    "slug": "harvest",
    "starts_at": "2027-09-18T10:00",
    "ends_at": "2027-09-18T18:00",
    "timezone": "Asia/Tehran",
}
MARIA = "maria@example.org"


@pytest.fixture
def keys(key_files: KeyFiles) -> object:
    """The installation's keys; those that a test makes go with it."""
    before = key_files.event_key_ids()
    yield key_files
    for key_id in key_files.event_key_ids() - before:
        key_files.destroy_event_keys(key_id)


def make(client: FlaskClient, source: str = "", **fields: object) -> Page:
    """Make an event on the desk; the page that follows."""
    asked = f"/organizer/new?from={source}" if source else "/organizer/new"
    form = open_page(client, asked)
    answer = form.submit(client, "/new", **{**NEW, **fields})
    assert answer.status_code == 303, answer.text
    return open_page(client, answer.location)


def count(table: type[Base], event_id: int) -> int:
    found = select(func.count()).select_from(table)
    return db.session.scalar(found.where(table.event_id == event_id)) or 0  # type: ignore[attr-defined]


def test_an_owner_makes_a_second_event_with_a_key_of_its_own_that_is_shown_until_it_is_printed(
    organizer_client: FlaskClient, event: Event, keys: KeyFiles, now: datetime
) -> None:
    shown = make(organizer_client, languages=["fa"], first_language="fa")
    harvest = queries.find_event("harvest")
    assert harvest is not None
    assert harvest.key_id != event.key_id
    assert (harvest.state, harvest.languages) == (EventState.DRAFT, ["fa"])
    assert harvest.starts_at.astimezone(ZoneInfo("Asia/Tehran")).hour == 10
    recovery_key = shown.all("code")[0]
    assert keys.recover(harvest.key_id, recovery_key)
    shown.submit(organizer_client, "/recovery-key")
    assert recovery_key not in organizer_client.get("/organizer/harvest/recovery-key").text
    assert organizer_client.get("/en/harvest/").status_code == 404
    assert count(Location, harvest.id) > 200
    settings = open_page(organizer_client, "/organizer/harvest/event")
    assert settings.submit(organizer_client, "/state", to="published").status_code == 303
    assert "Harvest Day" in open_page(organizer_client, "/fa/").text


@pytest.mark.parametrize(
    ("slug", "status"), [("summit", 422), ("password", 422), ("new", 422), ("A b", 422)]
)
def test_a_name_in_addresses_is_refused_where_a_page_or_an_event_has_it(
    organizer_client: FlaskClient, event: Event, keys: KeyFiles, slug: str, status: int
) -> None:
    before = keys.event_key_ids()
    page = open_page(organizer_client, "/organizer/new")
    answer = page.submit(organizer_client, "/new", **{**NEW, "slug": slug})
    again = pages.check(answer, "/organizer/new", status=status)
    assert again.form("/new").fields["title"] == "Harvest Day"
    assert keys.event_key_ids() == before


def test_a_copy_has_everything_but_people(
    organizer_client: FlaskClient, event: Event, location: Location, keys: KeyFiles, now: datetime
) -> None:
    factories.make_registration(location=location)
    factories.make_host(event=event)
    factories.make_programme_item(event=event)
    factories.give_look(event=event)
    factories.make_broadcast(event=event)
    factories.make_announcement(event=event)
    factories.make_organizer(email=MARIA, role=StaffRole.MANAGER)
    before = queries.find_event("summit")
    assert before is not None
    make(organizer_client, "summit", halls="y", streams="y", team="y")
    copy = queries.find_event("harvest")
    assert copy is not None
    texts = {text.language: text.title for text in queries.texts_of(copy.id)}
    assert texts == {"en": "Harvest Day", "fa": "همایش نوروز"}
    assert (copy.colour, copy.logo, copy.hold_minutes) == (
        before.colour,
        before.logo,
        before.hold_minutes,
    )
    assert queries.find_logo(copy.id) == queries.find_logo(event.id)
    item = queries.programme_of(copy.id)[0]
    assert (item.starts_at, item.ends_at) == (copy.starts_at, copy.starts_at + timedelta(hours=1))
    halls = select(Location).where(Location.event_id == copy.id, Location.kind != "online")
    assert [(h.kind, h.name, h.taken) for h in db.session.scalars(halls)] == [
        (LocationKind.HALL, "Old Mill", 0)
    ]
    assert [count(table, copy.id) for table in (Registration, Host, DialIn)] == [0, 0, 0]
    assert count(Stream, copy.id) == count(Stream, event.id) == 2
    readable = select(Stream.captions).where(Stream.event_id == copy.id)
    assert list(db.session.scalars(readable)) == [["en", "fa"]] * 2
    assert db.session.scalar(select(func.count()).select_from(IngestKey)) == 0
    assert db.session.get_one(Broadcast, copy.id).state == "scheduled"
    # The team holds the new key as well, and the owner still reads its addresses.
    held = select(func.count()).select_from(EventKeyGrant)
    assert db.session.scalar(held.where(EventKeyGrant.key_id == copy.key_id)) == 2
    assert MARIA in open_page(organizer_client, "/organizer/harvest/team").text
    log = open_page(organizer_client, "/organizer/harvest/log").text
    assert "Event made as a copy" in log
    assert "Announcement written" not in log


@pytest.fixture
def two(organizer_client: FlaskClient, event: Event, location: Location, keys: KeyFiles) -> Event:
    """A summit with people, and beside it Maria's harvest day, which has none."""
    factories.make_registration(location=location, name="Ann Summit")
    factories.make_host(event=event)
    factories.make_announcement(event=event, texts={"en": ("Summit news", "Only here.")})
    make(organizer_client)
    harvest = queries.find_event("harvest")
    assert harvest is not None
    account = staff.NewAccount(MARIA, factories.PASSWORD, StaffRole.OWNER, event="harvest")
    staff.create(account=account, now=factories.NOW)
    db.session.commit()
    return harvest


NOTHING_OF = ("Ann Summit", "ann@example.org", "Summit news", "Old Mill", "Mill Lane", "Berlin")
PAGES = (
    *("", "registrations", "locations", "offers", "announcements", "mail", "live", "messages"),
    *("team", "tools", "log", "reminders", "places", "registrations/duplicates"),
)


def test_nothing_of_one_event_is_seen_in_the_other(
    app: Flask, organizer_client: FlaskClient, two: Event, event: Event
) -> None:
    marias = app.test_client()
    assert pages.sign_in(marias, MARIA, factories.PASSWORD).status_code == 303
    for client in (organizer_client, marias):
        for page in PAGES:
            answer = client.get(f"/organizer/harvest/{page}")
            assert answer.status_code in (200, 404), page
            seen = [words for words in NOTHING_OF if words in answer.text]
            assert seen == [], (page, seen)
    found = organizer_client.post("/organizer/harvest/registrations", data={"q": "ann@example.org"})
    assert "Ann Summit" not in found.text
    # Omar works for both and sees the way from one to the other; Maria knows of one alone.
    assert "/organizer/summit/" in organizer_client.get("/organizer/harvest/").text
    assert "summit" not in marias.get("/organizer/harvest/").text.lower()
    assert [marias.get(f"/organizer/summit/{page}").status_code for page in PAGES[:7]] == [404] * 7
    log = marias.get("/organizer/harvest/log").text
    assert "Event made" in log
    assert marias.get("/organizer/new?from=summit").status_code == 404


def test_somebody_who_works_elsewhere_joins_without_a_letter_and_leaves_without_losing_the_account(
    app: Flask, organizer_client: FlaskClient, two: Event, event: Event
) -> None:
    marias = app.test_client()
    pages.sign_in(marias, MARIA, factories.PASSWORD)
    team = open_page(organizer_client, "/organizer/summit/team")
    assert MARIA not in team.text
    assert team.submit(organizer_client, "/team", email=MARIA, role="owner").status_code == 303
    assert MARIA in open_page(organizer_client, "/organizer/summit/team").text
    assert marias.get("/organizer/summit/").status_code == 200
    account = db.session.scalars(select(Organizer).order_by(Organizer.id.desc())).first()
    assert account is not None
    removal = f"/organizer/summit/team/{account.id}/remove"
    token = open_page(organizer_client, "/organizer/summit/team").form(removal).fields
    assert organizer_client.post(removal, data=token).status_code == 303
    assert marias.get("/organizer/summit/").status_code == 404
    assert marias.get("/organizer/harvest/").status_code == 200


def test_the_purge_of_one_event_leaves_the_other_readable(
    organizer_client: FlaskClient, two: Event, event: Event, keys: KeyFiles, now: datetime
) -> None:
    hall = factories.make_location(event=two, name="Barn")
    factories.make_registration(location=hall, name="Bea Harvest")
    assert purge_due(now=event.purge_at) == ["summit"]
    assert event.key_id not in keys.event_key_ids()
    left = set(db.session.scalars(select(SealedKey.audience)))
    assert event_audience(event.key_id) not in left
    assert event_audience(two.key_id) in left
    assert "Bea Harvest" in organizer_client.get("/organizer/harvest/registrations").text


def test_a_key_whose_event_could_not_be_stored_is_taken_back(app: Flask, keys: KeyFiles) -> None:
    made = keys.create_event_key(77)
    give_up(Founding(made.key_id, made.private, made.recovery_key))
    assert 77 not in keys.event_key_ids()


def test_an_address_that_no_colleague_could_know_is_sealed_at_the_next_sign_in(
    app: Flask, organizer_client: FlaskClient, event: Event, now: datetime
) -> None:
    row = db.session.scalars(select(EventMember)).one()
    row.identity_box = None
    db.session.commit()
    staff.sign_in(email="omar@example.org", password=factories.PASSWORD, now=now)
    assert db.session.scalars(select(EventMember)).one().identity_box is not None

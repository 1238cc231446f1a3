"""The log: every opening, every export, every sign-in, by whom and from which role."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from uuid_utils.compat import uuid7

from app.audit import queries
from app.audit.models import AuditEntry
from app.audit.rules import MANY_NAMES
from app.events.models import Event
from app.locations.models import Location
from app.staff import service as staff
from app.staff.models import Organizer, StaffRole
from app.staff.service import NewAccount
from app.web.references import reference_of
from tests import factories, pages
from tests.fixtures.application import StandingClock

PATH = "/organizer/summit/log"
LIST = "/organizer/summit/registrations"


@pytest.fixture
def mina_client(app: Flask, organizer: Organizer, now: datetime) -> FlaskClient:
    """Mina, a manager who holds the key."""
    factories.make_organizer(email="mina@example.org", role=StaffRole.MANAGER, now=now)
    client = app.test_client()
    assert pages.sign_in(client, "mina@example.org", factories.PASSWORD).status_code == 303
    return client


def entries(action: str) -> list[AuditEntry]:
    return list(queries.latest_entries(action))


def test_opening_names_is_written_down_with_how_many_and_from_which_role(
    organizer_client: FlaskClient, location: Location
) -> None:
    ann = factories.make_registration(location=location, name="Ann")
    factories.make_registration(location=location, name="Bob", email="bob@example.org")
    pages.open_page(organizer_client, LIST)
    pages.open_page(organizer_client, f"{LIST}/{reference_of(ann.id)}")
    pages.open_page(organizer_client, LIST).submit(organizer_client, LIST, q="Bob")
    found = {entry.action: entry for entry in entries("people.")}
    assert found["people.listed"].opened == 2
    assert found["people.searched"].opened == 1
    assert found["people.opened"].opened == 1
    assert found["people.opened"].about_id == ann.id
    assert {entry.role for entry in found.values()} == {"owner"}


def test_the_log_never_holds_what_was_searched_or_found(
    organizer_client: FlaskClient, location: Location
) -> None:
    factories.make_registration(location=location, name="Wilhelmina")
    pages.open_page(organizer_client, LIST).submit(organizer_client, LIST, q="Wilhelmina")
    pages.open_page(organizer_client, LIST).submit(organizer_client, LIST, q="ann@example.org")
    text = str([(entry.action, entry.detail) for entry in queries.latest_entries()])
    assert "Wilhelmina" not in text
    assert "ann@" not in text


def test_a_list_without_a_key_opens_no_names_and_says_so_in_no_log(
    app: Flask, organizer: Organizer, location: Location, now: datetime
) -> None:
    factories.make_registration(location=location)
    account = NewAccount("mina@example.org", factories.PASSWORD, StaffRole.MANAGER)
    assert not staff.create(account=account, now=now)
    client = app.test_client()
    pages.sign_in(client, "mina@example.org", factories.PASSWORD)
    pages.open_page(client, LIST)
    assert entries("people.") == []


def test_an_owner_reads_what_everybody_did(
    organizer_client: FlaskClient, mina_client: FlaskClient, location: Location
) -> None:
    factories.make_registration(location=location)
    pages.open_page(mina_client, LIST)
    mina_client.get("/organizer/summit/registrations.csv?country=DE")
    page = pages.open_page(organizer_client, PATH)
    assert "mina@example.org Manager Took the list out CSV · country=DE" in page.text
    assert "mina@example.org Manager Opened a page of the list 1 name" in page.text
    assert "you Owner Signed in" in page.text


def test_reading_the_log_opens_addresses_and_says_so_once_an_hour(
    organizer_client: FlaskClient, mina_client: FlaskClient, event: Event, time: StandingClock
) -> None:
    # Whoever sees only the own acts opens no address.
    pages.open_page(mina_client, PATH)
    assert entries("team.opened") == []
    for _page in range(3):
        pages.open_page(organizer_client, PATH)
        (entry,) = entries("team.opened")
        assert entry.detail == {"names": 1}
        time.moment += timedelta(minutes=20)
    assert "Opened the addresses of the team 1 name" in pages.open_page(organizer_client, PATH).text
    assert len(entries("team.opened")) == 2


def test_others_read_only_what_they_did_themselves(
    organizer_client: FlaskClient, mina_client: FlaskClient, location: Location
) -> None:
    factories.make_registration(location=location)
    pages.open_page(organizer_client, LIST)
    omar = str(entries("people.listed")[0].actor)
    page = pages.open_page(mina_client, f"{PATH}?who={omar}", status=422)
    assert "Opened a page of the list" not in page.text
    page = pages.open_page(mina_client, PATH)
    assert page.all("table.rows tbody tr td:nth-child(3)") == ["Signed in"]


@pytest.mark.parametrize(
    ("query", "acts"),
    [
        ("what=openings", {"Opened a page of the list"}),
        ("what=exports", {"Took the list out"}),
        ("what=sign-ins", {"Signed in"}),
        ("what=changes", {"Account made"}),
        ("what=sign-ins&until=2027-01-14", set()),
        ("what=sign-ins&since=2027-01-15", {"Signed in"}),
        ("who=clock", set()),
    ],
)
def test_filters_narrow_the_log(
    organizer_client: FlaskClient, location: Location, query: str, acts: set[str]
) -> None:
    factories.make_registration(location=location)
    pages.open_page(organizer_client, LIST)
    organizer_client.get("/organizer/summit/registrations.csv")
    page = pages.open_page(organizer_client, f"{PATH}?{query}")
    shown = set(page.all("table.rows tbody tr td:nth-child(3)"))
    assert shown == acts if query != "what=changes" else "Took the list out" not in shown


def test_pages_follow_each_other_without_a_gap(
    organizer_client: FlaskClient, organizer: Organizer, event: Event, now: datetime
) -> None:
    rows = [
        AuditEntry(
            id=uuid7(), at=now, event_id=event.id, actor="clock", action=f"act.{n}", detail={}
        )
        for n in range(queries.PAGE_SIZE + 5)
    ]
    factories.save(*rows)
    first = pages.open_page(organizer_client, f"{PATH}?who=clock")
    second = pages.open_page(organizer_client, first.links("older=")[0])
    shown = [*first.all("tbody td:nth-child(3)"), *second.all("tbody td:nth-child(3)")]
    assert shown == [row.action for row in reversed(rows)]
    assert pages.open_page(organizer_client, f"{PATH}?older=nonsense").text == (
        pages.open_page(organizer_client, PATH).text
    )


def test_hundreds_of_names_within_an_hour_raise_a_notice_to_owners_alone(
    organizer_client: FlaskClient,
    mina_client: FlaskClient,
    organizer: Organizer,
    event: Event,
    location: Location,
    now: datetime,
) -> None:
    factories.make_registration(location=location)
    pages.open_page(mina_client, LIST)
    mina = entries("people.listed")[0].actor
    for minutes, opened in ((70, MANY_NAMES), (50, MANY_NAMES - 3)):
        factories.save(
            AuditEntry(
                id=uuid7(),
                at=now - timedelta(minutes=minutes),
                event_id=event.id,
                actor=mina,
                action="people.listed",
                opened=opened,
                detail={},
            )
        )
    overview = "/organizer/summit/"
    assert "Unusually many" not in pages.open_page(organizer_client, overview).text
    pages.open_page(mina_client, LIST)
    pages.open_page(mina_client, LIST)
    page = pages.open_page(organizer_client, overview)
    assert f"One account opened {MANY_NAMES} names within an hour" in page.text
    assert page.text.count("Unusually many") == 1
    assert "mina@example.org" in pages.open_page(organizer_client, page.links("/log?who=")[0]).text
    assert "Unusually many" not in pages.open_page(mina_client, overview).text

"""The list of sign-ups: who sees what, pages, filters, search."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete

from app.database import transaction
from app.events.kept import forget_all
from app.events.models import Event
from app.locations.models import Location, LocationKind
from app.registration.rules import RegistrationState
from app.staff.models import EventKeyGrant, Organizer, StaffRole
from app.web.references import reference_of
from tests import factories
from tests.pages import Page, check, open_page, sign_in

PATH = "/organizer/summit/registrations"


def names(page: Page) -> list[str]:
    return page.all("tbody th")


def take_key_from(account: Organizer) -> None:
    with transaction() as session:
        session.execute(delete(EventKeyGrant).where(EventKeyGrant.organizer_id == account.id))


def sign_up_many(location: Location, number: int, now: datetime) -> None:
    for n in range(number):
        factories.make_registration(
            location=location,
            name=f"Guest {n:03}",
            email=f"guest{n}@example.org",
            now=now + timedelta(minutes=n),
        )


def test_a_stranger_is_sent_to_sign_in(client: FlaskClient, event: Event) -> None:
    answer = client.get(PATH)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/organizer/sign-in")


def test_names_are_opened_newest_first(
    organizer_client: FlaskClient, location: Location, now: datetime
) -> None:
    factories.make_registration(location=location, name="Ann", now=now)
    factories.make_registration(
        location=location, name="سارا", email="sara@example.org", now=now + timedelta(hours=1)
    )
    page = open_page(organizer_client, PATH)
    assert names(page) == ["سارا", "Ann"]
    assert page.response.headers["Cache-Control"] == "no-store"


def test_somebody_without_a_name_is_a_dash(
    organizer_client: FlaskClient, location: Location
) -> None:
    factories.make_registration(location=location, name="")
    assert names(open_page(organizer_client, PATH)) == ["— without a name"]


def test_a_viewer_sees_numbers_and_no_list(
    client: FlaskClient, organizer: object, location: Location
) -> None:
    factories.make_registration(location=location)
    factories.make_organizer(email="vera@example.org", role=StaffRole.VIEWER)
    sign_in(client, "vera@example.org", factories.PASSWORD)
    open_page(client, PATH, status=403)
    assert client.get(f"{PATH}.csv").status_code == 403
    assert client.post(PATH, data={"q": "Ann"}).status_code in (400, 403)
    page = open_page(client, "/organizer/summit/")
    assert "Ann" not in page.text
    assert not page.links("/registrations")


def test_pages_meet_without_a_gap_while_rows_arrive(
    organizer_client: FlaskClient, location: Location, event: Event, now: datetime
) -> None:
    online = factories.make_online_location(event=event)
    sign_up_many(online, 120, now)
    first = open_page(organizer_client, PATH)
    assert len(names(first)) == 50
    factories.make_registration(
        location=online, name="Late", email="late@example.org", now=now + timedelta(days=1)
    )
    second = open_page(organizer_client, first.links("older=")[0])
    third = open_page(organizer_client, second.links("older=")[0])
    seen = names(first) + names(second) + names(third)
    assert seen == [f"Guest {n:03}" for n in range(119, -1, -1)]
    assert not third.links("older=")
    back = open_page(organizer_client, third.links("newer=")[0])
    assert names(back) == names(second)
    assert names(open_page(organizer_client, second.links("newer=")[0])) == names(first)
    top = open_page(organizer_client, PATH)
    assert names(top) == ["Late", *names(first)[:49]]


def test_sign_ups_of_the_same_moment_are_each_listed_once(
    organizer_client: FlaskClient, event: Event, now: datetime
) -> None:
    online = factories.make_online_location(event=event)
    for n in range(60):
        factories.make_registration(
            location=online, name=f"Guest {n}", email=f"guest{n}@example.org", now=now
        )
    first = open_page(organizer_client, PATH)
    second = open_page(organizer_client, first.links("older=")[0])
    assert len({*names(first), *names(second)}) == 60


@pytest.mark.parametrize("cursor", ["x", "!!", "AAAA", "A" * 400, "%00", "é", "/" * 32, "-" * 32])
def test_a_cursor_that_is_none_is_refused(
    organizer_client: FlaskClient, location: Location, cursor: str
) -> None:
    factories.make_registration(location=location)
    for way in ("older", "newer"):
        assert organizer_client.get(PATH, query_string={way: cursor}).status_code == 400


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": "confirmed"}, ["Ann"]),
        ({"state": "cancelled"}, ["Bob"]),
        ({"country": "FR"}, ["Bob"]),
        ({"language": "fa"}, ["Bob"]),
        ({"since": "2027-01-15", "until": "2027-01-15"}, ["Ann"]),
        # In Berlin it is already the 16th when it is 23:30 in London.
        ({"since": "2027-01-16"}, ["Bob"]),
        ({"until": "2027-01-14"}, []),
        ({"state": "cancelled", "country": "DE"}, []),
    ],
)
def test_filters_narrow_the_list(
    organizer_client: FlaskClient,
    event: Event,
    location: Location,
    query: dict[str, str],
    expected: list[str],
    now: datetime,
) -> None:
    paris = factories.make_location(event=event, city="Paris", country="FR")
    factories.make_registration(location=location, name="Ann")
    factories.make_registration(
        location=paris,
        name="Bob",
        email="bob@example.org",
        state=RegistrationState.CANCELLED,
        language="fa",
        now=now.replace(hour=23, minute=30),
    )
    page = check(organizer_client.get(PATH, query_string=query), PATH, status=200)
    assert names(page) == expected


def test_the_location_filter_takes_a_public_id(
    organizer_client: FlaskClient, event: Event, location: Location
) -> None:
    other = factories.make_location(event=event)
    factories.make_registration(location=location, name="Ann")
    factories.make_registration(location=other, name="Bob", email="bob@example.org")
    page = open_page(organizer_client, f"{PATH}?location={other.public_id}")
    assert names(page) == ["Bob"]


@pytest.mark.parametrize(
    "query",
    [
        {"state": "nonsense"},
        {"country": "ZZ"},
        {"language": "tlh"},
        {"since": "yesterday"},
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
        {"since": "2027-02-01", "until": "2027-01-01"},
        {"location": "../etc"},
    ],
)
def test_a_filter_that_makes_no_sense_is_said_beside_its_field(
    organizer_client: FlaskClient, location: Location, query: dict[str, str]
) -> None:
    factories.make_registration(location=location)
    page = check(organizer_client.get(PATH, query_string=query), PATH, status=422)
    assert page.all(".error")
    assert not names(page)
    assert organizer_client.get(f"{PATH}.csv", query_string=query).status_code == 303


def test_a_coordinator_sees_only_their_countries(
    client: FlaskClient, organizer: object, event: Event, location: Location
) -> None:
    paris = factories.make_location(event=event, city="Paris", country="FR")
    ann = factories.make_registration(location=location, name="Ann")
    bob = factories.make_registration(location=paris, name="Bob", email="bob@example.org")
    factories.make_organizer(email="cora@example.org", role=StaffRole.COORDINATOR, scope=("FR",))
    sign_in(client, "cora@example.org", factories.PASSWORD)
    page = open_page(client, PATH)
    assert names(page) == ["Bob"]
    assert "Germany" not in page.all("select[name=country]")[0]
    open_page(client, f"{PATH}/{reference_of(bob.id)}")
    open_page(client, f"{PATH}/{reference_of(ann.id)}", status=404)
    for text in ("Ann", "ann@example.org"):
        found = check(page.submit(client, PATH, q=text), PATH, status=200)
        assert not names(found)
    assert "ann@example.org" not in client.get(f"{PATH}.csv").get_data(as_text=True)
    assert not names(check(client.get(f"{PATH}?location={location.public_id}"), PATH, status=200))
    overview = open_page(client, "/organizer/summit/")
    assert "France" in overview.text
    assert "Germany" not in overview.text


def test_without_a_key_the_list_has_no_names_and_says_who_can_help(
    client: FlaskClient, organizer: object, location: Location
) -> None:
    factories.make_registration(location=location, name="Ann")
    keyless = factories.make_organizer(email="kim@example.org", role=StaffRole.MANAGER)
    take_key_from(keyless)
    sign_in(client, "kim@example.org", factories.PASSWORD)
    page = open_page(client, PATH)
    assert "Ann" not in page.text
    assert "holds no key" in page.text
    by_name = check(page.submit(client, PATH, q="Ann"), PATH, status=200)
    assert "Only a key opens names" in by_name.text
    by_address = check(page.submit(client, PATH, q="ann@example.org"), PATH, status=200)
    assert len(names(by_address)) == 1
    assert "ann@example.org" not in client.get(f"{PATH}.csv").get_data(as_text=True)


def test_the_first_page_costs_at_most_seven_statements(
    organizer_client: FlaskClient, event: Event, now: datetime
) -> None:
    sign_up_many(factories.make_online_location(event=event), 51, now)
    forget_all()
    with factories.count_statements() as statements:
        open_page(organizer_client, PATH)
    assert len(statements) <= 7, statements


def test_the_form_filters_by_region_and_by_kind(
    organizer_client: FlaskClient, event: Event
) -> None:
    mill = factories.make_location(event=event)
    home = factories.make_location(event=event, region="Brandenburg", kind=LocationKind.HOME)
    factories.make_registration(location=mill, name="Ann")
    factories.make_registration(location=home, name="Bob", email="bob@example.org")
    for chosen in ("region=Brandenburg", "kind=home"):
        page = open_page(organizer_client, f"/organizer/summit/registrations?{chosen}")
        assert page.all("tbody th") == ["Bob"]
        name = chosen.partition("=")[0]
        assert page.tree.css_first(f"form [name={name}]") is not None

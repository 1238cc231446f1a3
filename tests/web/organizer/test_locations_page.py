"""The organizers' locations: the list, one of them, its changes, and the import."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.database import db
from app.events.models import Event
from app.locations.models import Location, LocationKind, LocationState
from app.locations.queries import desk as queries
from app.mail.delivery import Deliverer
from app.mail.models import Outbox
from app.staff.models import StaffRole
from tests import pages
from tests.acts.locations.world import TEHRAN, load_world
from tests.factories import PASSWORD, make_home, make_location, make_organizer
from tests.factories import make_registration as register
from tests.fixtures.application import StandingClock
from tests.fixtures.mailbox import Mailbox

HERE = "/organizer/summit/locations"
HEAD = "external_id,name,kind,city,country,capacity,address\n"


def fresh(location: Location) -> Location:
    db.session.rollback()
    found = select(Location).where(Location.id == location.id)
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def titles(page: pages.Page) -> list[str]:
    return page.all("tbody th a")


def send(client: FlaskClient, content: bytes, **fields: Any) -> TestResponse:
    """Upload a file as a browser does; the client's own encoder would leave temporary files."""
    form = pages.open_page(client, f"{HERE}/import").form("/import")
    data = {"csrf_token": form.fields["csrf_token"], **fields}
    parts = [(f'name="{name}"', str(value).encode()) for name, value in data.items()]
    parts.append(('name="file"; filename="places.csv"', content))
    body = b"".join(
        b"--edge\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (head.encode(), part)
        for head, part in parts
    )
    kind = "multipart/form-data; boundary=edge"
    return client.post(form.action, data=body + b"--edge--\r\n", content_type=kind)


def test_the_list_goes_on_page_by_page_and_back(
    organizer_client: FlaskClient, event: Event
) -> None:
    size = queries.PAGE_SIZE
    for number in range(2 * size + 1):
        make_location(event=event, name=f"Hall {number}")
    page = pages.open_page(organizer_client, HERE)
    seen = [titles(page)]
    while older := page.links("older="):
        page = pages.open_page(organizer_client, older[0])
        seen.append(titles(page))
    assert [len(shown) for shown in seen] == [size, size, 1]
    assert [title for shown in seen for title in shown] == [
        f"Hall {number}" for number in reversed(range(2 * size + 1))
    ]
    back = pages.open_page(organizer_client, page.links("newer=")[0])
    assert titles(back) == seen[1]


def test_filters_find_by_city_name_kind_and_state(
    organizer_client: FlaskClient, event: Event
) -> None:
    make_location(event=event, name="Old Mill")
    make_location(event=event, name="Grand Hall", city="Tehran", country="IR")
    make_home(event=event, state=LocationState.CLOSED)
    for query, found in {
        "q=teh": ["Grand Hall"],
        "q=old+mi": ["Old Mill"],
        "country=IR": ["Grand Hall"],
        "kind=home": ["A home in Berlin"],
        "state=closed": ["A home in Berlin"],
        "q=nowhere": [],
    }.items():
        assert titles(pages.open_page(organizer_client, f"{HERE}?{query}")) == found, query
    assert organizer_client.get(f"{HERE}?kind=castle").status_code == 422


def test_one_location_shows_its_opened_address_and_is_edited(
    organizer_client: FlaskClient, event: Event
) -> None:
    home = make_home(event=event, address="Rose Street 7")
    register(location=home, party_size=3)
    page = pages.open_page(organizer_client, f"{HERE}/{home.public_id}")
    assert "Rose Street 7" in page.text
    assert (
        page.submit(
            organizer_client, "/edit", **{"edit-capacity": "2", "edit-access": "lift"}
        ).status_code
        == 303
    )
    assert (fresh(home).capacity, fresh(home).taken, fresh(home).access) == (2, 3, "lift")
    assert db.session.scalar(select(func.count()).select_from(Outbox)) == 0
    told = page.submit(organizer_client, "/edit", **{"edit-tell": "on"})
    assert told.status_code == 303
    assert db.session.scalars(select(Outbox.kind)).all() == ["location.changed"]


def test_a_limit_cannot_be_set_where_nobody_counted(
    organizer_client: FlaskClient, event: Event
) -> None:
    hall = make_location(event=event, capacity=None)
    page = pages.open_page(organizer_client, f"{HERE}/{hall.public_id}")
    assert page.submit(organizer_client, "/edit", **{"edit-capacity": "9"}).status_code == 422
    assert fresh(hall).capacity is None


def test_moving_sets_city_clock_and_address_and_tells(
    organizer_client: FlaskClient, event: Event
) -> None:
    load_world()
    home = make_home(event=event)
    register(location=home)
    page = pages.open_page(organizer_client, f"{HERE}/{home.public_id}")
    where = {"move-country": "IR", "move-city": "تهران", "move-address": "Tulip Lane 2"}
    assert page.submit(organizer_client, "/move", **where).status_code == 303
    moved = fresh(home)
    assert (moved.city_id, moved.timezone, moved.address) == (TEHRAN, "Asia/Tehran", None)
    assert "Tulip Lane 2" in pages.open_page(organizer_client, f"{HERE}/{home.public_id}").text
    assert db.session.scalars(select(Outbox.kind)).all() == ["location.moved"]


def test_merging_by_code_and_closing(organizer_client: FlaskClient, event: Event) -> None:
    first, second = make_location(event=event), make_location(event=event, capacity=1)
    register(location=first, party_size=2)
    page = pages.open_page(organizer_client, f"{HERE}/{first.public_id}")
    sure = {"merge-sure": "on"}
    for code in ("nowhere", first.public_id, second.public_id):
        answer = page.submit(organizer_client, "/merge", **sure, **{"merge-code": code})
        assert answer.status_code == 422, code
    third = make_location(event=event)
    sure["merge-code"] = third.public_id
    assert page.submit(organizer_client, "/merge", **sure).status_code == 303
    assert (fresh(first).state, fresh(third).taken) == (LocationState.CLOSED, 2)
    page = pages.open_page(organizer_client, f"{HERE}/{third.public_id}")
    assert page.submit(organizer_client, "/close").status_code == 422
    assert page.submit(organizer_client, "/close", **{"close-sure": "on"}).status_code == 303
    assert fresh(third).state == LocationState.CLOSED


def test_a_coordinator_sees_and_changes_their_countries_alone(
    client: FlaskClient, event: Event, organizer: object
) -> None:
    abroad = make_location(event=event, name="Abroad", country="IR")
    make_location(event=event, name="Here")
    make_organizer(email="cora@example.org", role=StaffRole.COORDINATOR, scope=("DE",))
    pages.sign_in(client, "cora@example.org", PASSWORD)
    assert titles(pages.open_page(client, HERE)) == ["Here"]
    assert client.get(f"{HERE}/{abroad.public_id}").status_code == 404
    assert client.get(f"{HERE}/import").status_code == 403


def test_a_file_is_checked_first_and_then_stored(
    organizer_client: FlaskClient, event: Event
) -> None:
    load_world()
    content = (HEAD + "a,Old Mill,hall,Berlin,DE,5,Lane 1\nb,,home,تهران,IR,4,Alley 2\n").encode()
    answer = send(organizer_client, content, dry="on")
    assert answer.status_code == 200
    assert "2 locations are new" in answer.get_data(as_text=True)
    assert db.session.scalar(select(func.count()).select_from(Location)) == 0
    assert (
        send(organizer_client, b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")).status_code == 303
    )
    homes = select(Location).where(Location.kind == LocationKind.HOME)
    home = db.session.scalars(homes).one()
    assert (home.address, home.release) == (None, "by_hand")
    assert home.guest_box is not None
    again = send(organizer_client, content, dry="on").get_data(as_text=True)
    assert "2 are brought up to date" in again


def test_one_broken_row_of_many_is_named_and_nothing_is_stored(
    organizer_client: FlaskClient, event: Event
) -> None:
    load_world()
    rows = [f"x{number},Hall {number},hall,Berlin,DE,5,\n" for number in range(29_999)]
    rows[29_998] = "x,Hall,hall,Berlin,DE,many,\n"
    answer = send(organizer_client, (HEAD + "".join(rows)).encode())
    assert answer.status_code == 422
    assert "line 30000, column capacity" in answer.get_data(as_text=True)
    assert db.session.scalar(select(func.count()).select_from(Location)) == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ((HEAD + "a,سالن,hall,تهران,IR,5,\n").encode("cp1256"), "cp1256"),
        ((HEAD + "a,Hall,hall,Berlin,DE,5,\n" * 2).encode(), "twice"),
        ((HEAD + "a,Hall,hall,Berlin,DE,5," + "x" * 1_000_000 + "\n").encode(), "line 2"),
        (b"", "is missing"),
    ],
)
def test_a_bad_file_is_told_in_words(
    organizer_client: FlaskClient, event: Event, content: bytes, words: str
) -> None:
    load_world()
    answer = send(organizer_client, content)
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)


def test_a_file_that_is_far_too_large_is_refused(
    organizer_client: FlaskClient, event: Event
) -> None:
    assert send(organizer_client, b"x" * (25 * 1024 * 1024)).status_code == 413


def test_a_closed_location_comes_back_before_anybody_was_told_and_not_later(
    organizer_client: FlaskClient,
    event: Event,
    smtp: Mailbox,
    mailer: Deliverer,
    time: StandingClock,
) -> None:
    hall = make_location(event=event)
    register(location=hall)
    path = f"/organizer/summit/locations/{hall.public_id}"
    press = {"close-sure": "on"}
    pages.open_page(organizer_client, path).submit(organizer_client, "/close", **press)
    mailer.run_once()
    assert len(smtp.to("ann@example.org")) == 0
    closed = pages.open_page(organizer_client, path)
    assert closed.submit(organizer_client, "/reopen").status_code == 303
    time.moment += timedelta(minutes=11)
    mailer.run_once()
    assert len(smtp.to("ann@example.org")) == 0
    pages.open_page(organizer_client, path).submit(organizer_client, "/close", **press)
    late = pages.open_page(organizer_client, path)
    time.moment += timedelta(minutes=10)
    assert not pages.open_page(organizer_client, path).forms("/reopen")
    answer = late.submit(organizer_client, "/reopen")
    assert (
        "nothing was changed" in pages.open_page(organizer_client, answer.headers["Location"]).text
    )
    mailer.run_once()
    assert len(smtp.to("ann@example.org")) == 1

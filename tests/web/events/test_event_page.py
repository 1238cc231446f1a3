from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from app.events.kept import forget_all
from app.events.models import Event, EventState, ProgrammeItem, ProgrammeText
from tests.factories import count_statements, make_event, make_location, save
from tests.pages import open_page


def test_the_root_speaks_the_readers_language(client: FlaskClient) -> None:
    answer = client.get("/", headers={"Accept-Language": "fa-IR, en;q=0.5"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fa/")
    assert "Accept-Language" in answer.headers["Vary"]


def test_home_goes_straight_to_the_only_event(client: FlaskClient, event: Event) -> None:
    answer = client.get("/en/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/summit/")


def test_home_lists_several_events_and_says_so_when_there_is_none(
    client: FlaskClient, now: datetime
) -> None:
    assert "Nothing is announced yet" in open_page(client, "/en/").text
    make_event(now=now, slug="first")
    make_event(now=now, slug="second")
    make_event(now=now, slug="hidden", state=EventState.DRAFT)
    links = open_page(client, "/fa/").links("/fa/")
    assert [link for link in links if link.endswith("/")][-2:] == ["/fa/first/", "/fa/second/"]


def test_the_event_page_says_what_when_and_leads_to_the_locations(
    client: FlaskClient, event: Event
) -> None:
    item = ProgrammeItem(
        event_id=event.id,
        starts_at=event.starts_at,
        ends_at=event.starts_at + timedelta(hours=1),
        speakers=["Lina <b>"],
    )
    item.texts = [ProgrammeText(language="en", title="Opening", summary="Welcome")]
    save(item)
    page = open_page(client, "/en/summit/")
    assert page.heading == "One day, many places"
    assert "Friday 5 March 2027, 13:00 , Berlin time" in page.text
    assert "13:00 – 14:00" in page.text
    assert "Lina <b>" in page.text
    assert "English and Persian" in page.text
    assert page.forms("/en/summit/locations")[0].fields == {"q": ""}
    assert "<strong>as you are</strong>" in page.response.text


def test_the_page_can_be_kept_by_a_proxy_and_sets_no_cookie(
    client: FlaskClient, event: Event
) -> None:
    first = client.get("/en/summit/")
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in first.headers
    assert "Cookie" not in first.headers.get("Vary", "")
    again = client.get("/en/summit/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_second_visitor_costs_one_statement(client: FlaskClient, event: Event) -> None:
    with count_statements() as first:
        client.get("/en/summit/")
    with count_statements() as second:
        client.get("/en/summit/")
    assert len(first) <= 6
    assert len(second) == 1


@pytest.mark.parametrize(
    ("values", "words", "can_search"),
    [
        ({"sign_up_opens_at": timedelta(days=1)}, "Sign-up opens on", True),
        ({"sign_up_closes_at": -timedelta(days=1)}, "Sign-up is closed", False),
        ({"ends_at": -timedelta(hours=1)}, "This event is over", False),
        ({"state": EventState.CLOSED}, "This event is over", False),
    ],
)
def test_every_phase_has_its_own_words(
    client: FlaskClient, now: datetime, values: dict[str, object], words: str, can_search: bool
) -> None:
    moved = {
        name: now + value if isinstance(value, timedelta) else value
        for name, value in values.items()
    }
    make_event(now=now, **moved)
    page = open_page(client, "/en/summit/")
    assert words in page.text
    assert bool(page.forms("/locations")) is can_search


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.ARCHIVED])
def test_drafts_and_archives_are_not_there(
    client: FlaskClient, now: datetime, state: EventState
) -> None:
    make_event(now=now, state=state)
    for path in ("", "locations", "locations/abc"):
        open_page(client, f"/en/summit/{path}", status=404)
    assert client.get("/lights/summit.svg").status_code == 404


def test_counts_are_shown_from_ten_on_and_rounded_down(client: FlaskClient, event: Event) -> None:
    for _ in range(9):
        make_location(event=event)
    assert "9" not in open_page(client, "/en/summit/").all(".numbers dd")
    for _ in range(8):
        make_location(event=event)
    forget_all()
    assert open_page(client, "/en/summit/").all(".numbers dd") == ["10"]
    assert open_page(client, "/fa/summit/").all(".numbers dd") == ["۱۰"]


def test_a_text_of_another_language_says_which(client: FlaskClient, now: datetime) -> None:
    make_event(now=now, languages=["en"])
    page = open_page(client, "/fa/summit/")
    heading = page.tree.css_first("h1").attributes
    assert (heading["lang"], heading["dir"]) == ("en", "ltr")


@pytest.mark.parametrize(
    "path", ["/en/%00/", "/en/" + "a" * 3000 + "/", "/en/%ff%fe/", "/xx/summit/"]
)
def test_strange_addresses_are_not_found(client: FlaskClient, path: str) -> None:
    open_page(client, path, status=404)

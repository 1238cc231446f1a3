"""The sign-up form over HTTP: good input, bad input, and the same answer for everybody."""

import re

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.database import db
from app.events.models import Event
from app.locations.models import Location, LocationState
from app.registration.models import Registration
from tests.factories import (
    count_statements,
    make_event,
    make_location,
    make_online_location,
    make_registration,
    save,
)

PATH = "/en/summit/sign-up"


def open_form(client: FlaskClient, location: Location, path: str = PATH) -> dict[str, str]:
    """The form's own hidden values, as a browser would send them back."""
    page = client.get(path, query_string={"location": location.public_id})
    assert page.status_code == 200
    form = LexborHTMLParser(page.text).css('form[method="post"] input[type="hidden"]')
    return {str(i.attributes["name"]): i.attributes.get("value") or "" for i in form}


def send(client: FlaskClient, at: Location, /, **values: object) -> TestResponse:
    hidden = open_form(client, at)
    typed = {"email": "ann@example.org", "party_size": "1", "consent": "y"}
    return client.post(PATH, data={**hidden, **typed, **values})


def sign_ups() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Registration)) or 0


def test_a_mail_address_and_a_tick_are_enough(client: FlaskClient, location: Location) -> None:
    answer = send(client, location)
    assert answer.status_code == 303
    assert answer.location == "/en/summit/signed-up"
    page = client.get(answer.location)
    assert re.search(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", page.text)
    assert sign_ups() == 1


def test_reloading_going_back_and_pressing_twice_is_one_sign_up(
    client: FlaskClient, location: Location
) -> None:
    hidden = open_form(client, location)
    typed = {"email": "ann@example.org", "party_size": "1", "consent": "y"}
    answers = [client.post(PATH, data={**hidden, **typed}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [303] * 3
    pages = [client.get("/en/summit/signed-up").text for _ in range(2)]
    assert pages[0] == pages[1]
    assert sign_ups() == 1


def test_a_known_and_an_unknown_address_get_the_same_bytes(
    client: FlaskClient, location: Location
) -> None:
    make_registration(location=location, email="ann@example.org")
    send(client, location, email="first@example.org")  # whose data keys the others share
    client.delete_cookie("gatherwide")
    seen = []
    for address in ("ann@example.org", "eva@example.org"):
        with count_statements() as statements:
            answer = send(client, location, email=address)
        page = client.get(answer.location).text
        code = re.search(r'class="receipt-code"[^>]*>([^<]+)<', page)
        assert code
        seen.append((answer.status_code, page.replace(code[1], ""), len(statements)))
        client.delete_cookie("gatherwide")
    assert seen[0] == seen[1]


def test_a_whole_sign_up_costs_at_most_twelve_statements(
    client: FlaskClient, location: Location
) -> None:
    send(client, location)
    with count_statements() as statements:
        answer = send(client, location, email="omar@example.org")
        client.get(answer.location)
    assert len(statements) <= 12, "\n".join(statements)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ann",
        "ann@",
        "ann@example.org, eve@example.org",
        "ann@example.org eve@example.org",
        "ann@example.org\r\nBcc: eve@example.org",
        "علی@example.org",
        '"ann eve"@example.org',
        "a" * 65 + "@example.org",
        "ann@" + "a" * 260 + ".org",
        "x" * 1_000_000,
        "ann@exa\0mple.org",
        "ann@[127.0.0.1]",
    ],
)
def test_an_address_that_cannot_get_mail_is_said_beside_the_field(
    client: FlaskClient, location: Location, address: str
) -> None:
    answer = send(client, location, email=address, name="Kept Name")
    assert answer.status_code == 422
    page = LexborHTMLParser(answer.text)
    assert page.css_first("#email-error") is not None
    assert page.css_first("#name").attributes["value"] == "Kept Name"
    assert sign_ups() == 0


def test_an_international_domain_is_an_address(client: FlaskClient, location: Location) -> None:
    assert send(client, location, email="ann@bücher.example").status_code == 303


@pytest.mark.parametrize("size", ["0", "-1", "1000000000", "", "two", "11", "1.5", "\0"])
def test_a_party_that_cannot_be_is_said_beside_the_field(
    client: FlaskClient, location: Location, size: str
) -> None:
    answer = send(client, location, party_size=size)
    assert answer.status_code == 422
    assert LexborHTMLParser(answer.text).css_first("#party_size-error") is not None


@pytest.mark.parametrize(("typed", "size"), [("۳", 3), ("٤", 4)])
def test_persian_and_arabic_digits_are_digits(
    client: FlaskClient, location: Location, typed: str, size: int
) -> None:
    assert send(client, location, party_size=typed).status_code == 303
    assert db.session.scalars(select(Registration.party_size)).one() == size


def test_consent_is_needed(client: FlaskClient, location: Location) -> None:
    assert send(client, location, consent="").status_code == 422
    assert sign_ups() == 0


@pytest.mark.parametrize("name", ["x" * 121, "x" * 1_000_000, "a\0b", "\u202eevil"])
def test_a_name_that_cannot_be_kept_is_refused(
    client: FlaskClient, location: Location, name: str
) -> None:
    assert send(client, location, name=name).status_code == 422


def test_bytes_that_are_no_text_are_refused(client: FlaskClient, location: Location) -> None:
    hidden = open_form(client, location)
    body = "&".join(f"{key}={value}" for key, value in hidden.items()).encode()
    body += b"&email=ann%40example.org&party_size=1&consent=y&name=%ff%fe"
    answer = client.post(PATH, data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422


def test_a_letter_language_that_we_do_not_speak_is_refused(
    client: FlaskClient, location: Location
) -> None:
    assert send(client, location, language="xx").status_code == 422


@pytest.mark.parametrize("public_id", ["", "unknown", "x" * 5000, "\0", "../../etc"])
def test_an_unknown_location_is_refused_and_another_one_offered(
    client: FlaskClient, location: Location, public_id: str
) -> None:
    answer = send(client, location, location=public_id)
    assert answer.status_code == 422
    assert "/en/summit/locations" in answer.text


def test_a_location_of_another_event_is_refused(client: FlaskClient, location: Location) -> None:
    foreign = make_location(event=make_event(slug="other"))
    assert send(client, location, location=foreign.public_id).status_code == 422
    assert sign_ups() == 0


def test_a_closed_location_is_refused(client: FlaskClient, location: Location) -> None:
    closed = make_location(event=location_event(location), state=LocationState.CLOSED)
    assert send(client, location, location=closed.public_id).status_code == 422


def location_event(location: Location) -> Event:
    event = db.session.get(Event, location.event_id)
    assert event is not None
    return event


def test_where_there_are_too_few_seats_the_nearest_with_enough_are_named(
    client: FlaskClient, event: Event
) -> None:
    here = make_location(event=event, capacity=2)
    make_location(event=event, capacity=1, name="Too Small", latitude=52.5)
    far = make_location(event=event, name="Far Hall", latitude=48.1, longitude=11.6)
    near = make_location(event=event, name="Next Door", latitude=52.6)
    answer = send(client, here, party_size="3")
    assert answer.status_code == 422
    page = LexborHTMLParser(answer.text)
    assert [node.attributes["href"] for node in page.css(".found h3 a")] == [
        f"{PATH}?location={place.public_id}" for place in (near, far)
    ]


def test_a_full_location_that_is_not_listed_names_the_nearest_as_well(
    client: FlaskClient, event: Event
) -> None:
    full = make_location(event=event, capacity=1, taken=1, listed=False)
    near = make_location(event=event, name="Next Door", latitude=52.6)
    page = client.get(PATH, query_string={"location": full.public_id})
    [link] = LexborHTMLParser(page.text).css(".found h3 a")
    assert link.attributes["href"] == f"{PATH}?location={near.public_id}"


def test_a_full_location_says_so_and_keeps_what_was_typed(
    client: FlaskClient, location: Location
) -> None:
    small = make_location(event=location_event(location), capacity=1)
    answer = send(client, location, location=small.public_id, party_size="2")
    assert answer.status_code == 422
    assert 'value="ann@example.org"' in answer.text


def test_outside_the_window_the_form_is_closed(client: FlaskClient, location: Location) -> None:
    event = location_event(location)
    hidden = open_form(client, location)
    event.sign_up_closes_at = event.sign_up_opens_at
    save(event)
    typed = {"email": "ann@example.org", "party_size": "1", "consent": "y"}
    answer = client.post(PATH, data={**hidden, **typed})
    assert answer.status_code == 422
    assert sign_ups() == 0


def test_without_a_token_nothing_happens(client: FlaskClient, location: Location) -> None:
    hidden = open_form(client, location)
    del hidden["csrf_token"]
    answer = client.post(PATH, data={**hidden, "email": "ann@example.org", "consent": "y"})
    assert answer.status_code == 400
    assert sign_ups() == 0


def test_a_huge_body_is_refused(client: FlaskClient, location: Location) -> None:
    assert send(client, location, name="x" * 5_000_000).status_code == 413


def test_without_an_address_the_receipt_opens_the_sign_up(client: FlaskClient) -> None:
    event = make_event(accepts_no_address=True)
    sofa = make_online_location(event=event)
    answer = send(client, sofa, email="")
    page = client.get(answer.location)
    assert "<svg" in page.text
    code = LexborHTMLParser(page.text).css_first("#receipt").text().strip()
    token = client.get("/en/summit/link").text.split('name="csrf_token"')[1].split('value="')[1]
    opened = client.post(
        "/en/summit/link", data={"code": code.lower(), "csrf_token": token.split('"')[0]}
    )
    assert opened.status_code == 303
    assert opened.location.startswith("/r/")
    assert client.get(opened.location).status_code == 200


def test_the_receipt_of_a_sign_up_with_an_address_opens_nothing(
    client: FlaskClient, location: Location
) -> None:
    page = client.get(send(client, location).location)
    code = LexborHTMLParser(page.text).css_first("#receipt").text().strip()
    token = client.get("/en/summit/link").text.split('name="csrf_token"')[1].split('value="')[1]
    answer = client.post("/en/summit/link", data={"code": code, "csrf_token": token.split('"')[0]})
    assert answer.status_code == 422


@pytest.mark.parametrize("field", ["location", "consent", "submission", "language", "party_size"])
def test_no_field_may_come_twice(client: FlaskClient, location: Location, field: str) -> None:
    hidden = {**open_form(client, location), "language": "en"}
    typed = {"email": "ann@example.org", "party_size": "1", "consent": "y"}
    data = {**hidden, **typed}
    answer = client.post(PATH, data={**data, field: [data[field]] * 2})
    assert answer.status_code == 422
    assert sign_ups() == 0


def test_broken_bytes_in_an_address_are_refused(client: FlaskClient, location: Location) -> None:
    hidden = open_form(client, location)
    body = "&".join(f"{key}={value}" for key, value in hidden.items()).encode()
    body += b"&email=a%ff%feb%40example.org&party_size=1&consent=y"
    answer = client.post(PATH, data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422

"""The link under every announcement: one press, or one request of a mail program."""

from flask.testing import FlaskClient

from app.announcements import queries
from app.events.models import Event
from app.locations.models import Location
from app.registration.models import Registration
from app.web.tokens import make_token
from tests import factories
from tests.pages import check, open_page


def link_of(registration: Registration) -> str:
    return f"/unsubscribe/{make_token('unsubscribe', registration.id, 1)}"


def is_unsubscribed(registration: Registration) -> bool:
    assert registration.address_index is not None
    return queries.is_unsubscribed(registration.event_id, registration.address_index)


def test_opening_the_link_changes_nothing_and_offers_a_button(
    client: FlaskClient, event: Event, location: Location
) -> None:
    ann = factories.make_registration(location=location)
    page = open_page(client, link_of(ann))
    assert page.heading == "No more announcements?"
    assert "Set-Cookie" not in page.response.headers
    assert not is_unsubscribed(ann)
    answer = page.submit(client, "unsubscribe")
    assert check(answer, link_of(ann), status=200).heading == "You are unsubscribed"
    assert is_unsubscribed(ann)
    assert open_page(client, link_of(ann)).heading == "You are unsubscribed"


def test_a_mail_program_does_it_with_one_request(
    client: FlaskClient, event: Event, location: Location
) -> None:
    ann = factories.make_registration(location=location)
    omar = factories.make_registration(location=location, email="omar@example.org")
    for _twice in range(2):
        answer = client.post(link_of(ann), data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
    assert is_unsubscribed(ann)
    assert not is_unsubscribed(omar)


def test_it_can_be_undone_with_a_button(
    client: FlaskClient, event: Event, location: Location
) -> None:
    ann = factories.make_registration(location=location)
    client.post(link_of(ann))
    page = open_page(client, link_of(ann))
    answer = page.submit(client, "/undo")
    assert answer.status_code == 303
    assert not is_unsubscribed(ann)
    assert open_page(client, link_of(ann)).heading == "No more announcements?"


def test_the_page_speaks_the_language_of_the_sign_up(
    client: FlaskClient, event: Event, location: Location
) -> None:
    sara = factories.make_registration(location=location, language="fa")
    page = open_page(client, link_of(sara), headers={"Accept-Language": "en"})
    assert page.tree.css_first("html").attributes["dir"] == "rtl"


def test_a_link_of_another_kind_unsubscribes_nobody(
    client: FlaskClient, event: Event, location: Location
) -> None:
    ann = factories.make_registration(location=location)
    other = make_token("registration", ann.id, 1)
    assert client.post(f"/unsubscribe/{other}").status_code == 404
    assert not is_unsubscribed(ann)

"""Tokens at the desk: made, shown once, listed, revoked."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from app.audit import queries as audit
from app.events.models import Event
from app.staff.models import Organizer, StaffRole
from tests import factories, pages
from tests.fixtures.application import StandingClock
from tests.web.api.conftest import DESK, Ask, MakeToken, submit_new


def test_a_token_is_shown_to_its_maker_for_ten_minutes_and_then_never_again(
    organizer_client: FlaskClient, event: Event, time: StandingClock
) -> None:
    page = pages.open_page(organizer_client, DESK)
    submit_new(organizer_client, page, name="Maps", scopes=["locations.staff"], days=30)
    assert pages.open_page(organizer_client, DESK).all("#secret-1")[0].startswith("gwt_")
    time.moment += timedelta(minutes=10)
    later = pages.open_page(organizer_client, DESK)
    assert later.all("#secret-1") == []
    assert "Maps" in later.text
    assert "All locations, with seats and state" in later.text
    assert "Locations, as everybody sees them" in later.text
    assert [entry.action for entry in audit.latest_entries("api.")] == ["api.token_made"]


def test_whoever_signed_in_long_ago_proves_it_again_before_a_token_is_made(
    organizer_client: FlaskClient, event: Event, time: StandingClock
) -> None:
    time.moment += timedelta(minutes=16)
    page = pages.open_page(organizer_client, DESK)
    answer = submit_new(organizer_client, page, name="Maps", scopes=["people.read"], days=30)
    assert answer.status_code == 303
    assert answer.location.startswith("/organizer/prove?next=/organizer/summit/tokens")
    assert list(audit.latest_entries("api.")) == []
    # What was typed is not lost: it waits where the way leads back to.
    proof = pages.open_page(organizer_client, answer.location)
    answer = proof.submit(organizer_client, "/organizer/prove", password=factories.PASSWORD)
    page = pages.open_page(organizer_client, answer.location)
    assert page.form("/tokens").fields["name"] == "Maps"
    assert page.tree.css_first("input[value='people.read'][checked]") is not None
    assert pages.open_page(organizer_client, DESK).form("/tokens").fields["name"] == ""


def test_the_list_says_when_a_token_was_last_used(
    organizer_client: FlaskClient, make_token: MakeToken, ask: Ask
) -> None:
    token = make_token("counts.read")
    assert "never" in pages.open_page(organizer_client, DESK).text
    ask("/api/v1/events", token)
    assert "never" not in pages.open_page(organizer_client, DESK).text


def test_what_is_missing_is_said_and_what_was_typed_stays(
    organizer_client: FlaskClient, event: Event
) -> None:
    form = pages.open_page(organizer_client, DESK)
    answer = submit_new(organizer_client, form, name="Maps", days=30)
    page = pages.check(answer, DESK, status=422)
    assert "Please choose what the tool may read." in page.text
    assert page.form("/tokens").fields["name"] == "Maps"
    assert submit_new(organizer_client, form, name="x", scopes="all", days=7).status_code == 422


def test_only_owners_make_tokens_and_everybody_may_read_what_the_api_offers(
    app: Flask, organizer: Organizer, event: Event
) -> None:
    factories.make_organizer(email="mina@example.org", role=StaffRole.MANAGER)
    client = app.test_client()
    pages.sign_in(client, "mina@example.org", factories.PASSWORD)
    assert client.get(DESK).status_code == 403
    page = pages.open_page(client, "/organizer/api")
    addresses = [code.replace(" ", "") for code in page.all(".code")]  # they break at slashes
    assert "GEThttp://localhost/api/v1/events/{event}/registrations" in addresses
